package chat.paloma.cli.client;

import chat.paloma.client.Listening;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows messages as they come. */
@Command(
        name = "listen",
        description = {
            "Show messages as they come, and those that came in the meantime, until Ctrl+C.",
            "When the connection is lost it connects again by itself.",
            ""
        })
final class ListenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOptions profile;

    @Option(names = "--accept", description = "Let everybody write who asks.")
    private boolean accept;

    @Option(
            names = "--json",
            description = "One JSON object a line: room, sequence, from, certified, time (ms since 1970), text.")
    private boolean json;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private int count = Integer.MAX_VALUE;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    ListenCommand() {}

    @Override
    public Integer call() throws Exception {
        if (count < 1) {
            throw RegisterCommand.wrong(spec, new IllegalArgumentException("--count takes 1 or more"));
        }
        profile.run(
                (store, http) -> new Listening(store, http, RegisterCommand.printing(spec, json)).run(accept, count));
        return 0;
    }
}
