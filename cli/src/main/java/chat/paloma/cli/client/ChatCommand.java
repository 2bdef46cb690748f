package chat.paloma.cli.client;

import chat.paloma.cli.chat.Chat;
import chat.paloma.cli.chat.terminal.TerminalScreen;
import java.io.IOException;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine;

/** The interactive terminal. */
@CommandLine.Command(
        name = "chat",
        description = {
            "Talk in this terminal, on the whole screen. /help in it lists what there is; Ctrl-C ends.",
            "NO_COLOR in the environment keeps colours away.",
            ""
        })
final class ChatCommand extends ClientTask {
    private static final String INSTEAD =
            "chat needs a terminal that can move its cursor: 'listen', 'send' and 'history' work without one";

    @Override
    boolean tellsNotices() {
        return false;
    }

    @Override
    void run(Work work) throws Exception {
        if (work.output().isJson()) {
            throw Failure.usage("chat has no JSON: 'listen --json' has");
        }
        work.requireAccount();
        try (Terminal terminal = terminal()) {
            if (!TerminalScreen.canShow(terminal)) {
                throw Failure.refused(INSTEAD);
            }
            if (!work.isOffline()) {
                work.client().goOnline();
            }
            new Chat(work.client(), terminal, wantsColours(System.getenv())).run();
        }
    }

    private static Terminal terminal() throws IOException {
        try {
            return TerminalBuilder.builder().system(true).dumb(false).build();
        } catch (IllegalStateException e) {
            throw Failure.refused(INSTEAD);
        }
    }

    static boolean wantsColours(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty();
    }
}
