package chat.paloma.cli.client;

import chat.paloma.client.Messenger;
import chat.paloma.core.identity.Handle;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends one message to one person. */
@Command(
        name = "send",
        description = {
            "Send a message to somebody, and return once the server has it on its disk.",
            "Somebody new is asked first, and must accept before anything is sent.",
            ""
        })
final class SendCommand implements Callable<Integer> {
    private static final int LONGEST_WAIT = 24 * 60 * 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    @Option(names = "--to", paramLabel = "HANDLE", required = true, description = "Who gets it.")
    private String to;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long to wait for somebody new to accept. Default: ${DEFAULT-VALUE}.")
    private int wait;

    @Parameters(paramLabel = "TEXT", description = "What to send.")
    private String text;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    SendCommand() {}

    @Override
    public Integer call() throws Exception {
        Handle handle = RegisterCommand.handle(spec, to);
        if (text.isBlank()) {
            throw RegisterCommand.wrong(spec, new IllegalArgumentException("there is nothing to send"));
        }
        if (wait < 0 || wait > LONGEST_WAIT) {
            throw RegisterCommand.wrong(spec, new IllegalArgumentException("--wait takes 0 to " + LONGEST_WAIT));
        }
        profile.run((store, http) -> {
            try (Messenger messenger = Messenger.connect(store, http, RegisterCommand.printing(spec, false))) {
                messenger.send(handle, text, Duration.ofSeconds(wait));
            }
            spec.commandLine().getOut().println("sent to '" + handle + "'");
        });
        return 0;
    }
}
