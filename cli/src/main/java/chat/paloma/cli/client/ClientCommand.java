package chat.paloma.cli.client;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A device on the command line. */
@Command(
        name = "client",
        description = {
            "Talk to people from the command line.",
            "A profile is one device of one account; each command uses it alone, from start to end.",
            "Do not copy a profile, and do not put an old copy back.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AccountCommands.Register.class,
            AccountCommands.Status.class,
            RoomCommands.Rooms.class,
            RoomCommands.Create.class,
            RoomCommands.Invite.class,
            RoomCommands.Join.class,
            RoomCommands.Add.class,
            RoomCommands.Remove.class,
            RoomCommands.Leave.class,
            RoomCommands.SetRole.class,
            RoomCommands.Rename.class,
            RoomCommands.Topic.class,
            RoomCommands.ShareHistory.class,
            RoomCommands.Repair.class,
            WritingCommands.Send.class,
            WritingCommands.Reply.class,
            WritingCommands.Edit.class,
            WritingCommands.Delete.class,
            WritingCommands.React.class,
            WritingCommands.Pin.class,
            WritingCommands.Poll.class,
            WritingCommands.Vote.class,
            WritingCommands.Close.class,
            ChatCommand.class,
            ListenCommand.class,
            ReadingCommands.History.class,
            ReadingCommands.Search.class,
            ReadingCommands.Export.class,
            PeopleCommands.Requests.class,
            PeopleCommands.Accept.class,
            PeopleCommands.Block.class,
            PeopleCommands.Verify.class,
            PeopleCommands.Readmit.class,
            AccountCommands.Devices.class,
            AccountCommands.Link.class,
            AccountCommands.Revoke.class,
            AccountCommands.Recover.class,
            AccountCommands.ResetAccount.class,
            CompletionCommand.class
        })
public final class ClientCommand {
    /** Makes commands whose devices have this clock. */
    public static CommandLine.IFactory factory(InstantSource clock) {
        return new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == CommonOptions.class
                        ? type.cast(new CommonOptions(clock))
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }
}
