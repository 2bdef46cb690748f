package chat.paloma.cli.client;

import picocli.CommandLine.Command;

/** A device on the command line. */
@Command(
        name = "client",
        description = {
            "Talk to people from the command line.",
            "A profile is one device of one account; each command uses it alone, from start to end.",
            "Its keys and messages lie in its folder unencrypted, readable by you alone: do not copy it,",
            "do not put an old copy back, and keep it on an encrypted disk.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RegisterCommand.class,
            SendCommand.class,
            ListenCommand.class,
            RoomsCommand.class,
            InviteCommand.class
        })
public final class ClientCommand {}
