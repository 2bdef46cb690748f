package chat.paloma.cli.client;

import chat.paloma.client.Messenger;
import chat.paloma.client.transport.PlainText;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a link with which one person can register. */
@Command(name = "invite", description = "Make a link with which one person can register. For administrators.")
final class InviteCommand implements Callable<Integer> {
    private static final int LONGEST = 30;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "How long it is good for, at most 30. Default: ${DEFAULT-VALUE}.")
    private int days;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    InviteCommand() {}

    @Override
    public Integer call() throws Exception {
        if (days < 1 || days > LONGEST) {
            throw RegisterCommand.wrong(spec, new IllegalArgumentException("--days takes 1 to " + LONGEST));
        }
        profile.run((store, http) -> {
            try (Messenger messenger = Messenger.connect(store, http, RegisterCommand.printing(spec, false))) {
                spec.commandLine()
                        .getOut()
                        .println(PlainText.line(
                                messenger.invite(Duration.ofDays(days)).link()));
            }
        });
        return 0;
    }
}
