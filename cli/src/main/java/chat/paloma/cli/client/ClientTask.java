package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.host.RefusedException;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.api.ConnectionState;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command on a profile: opens it, works, closes it, and says in one line why it did not work. */
abstract class ClientTask implements Callable<Integer> {
    private static final Duration ARCHIVING = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    ClientTask() {}

    /** Does the work. */
    abstract void run(Work work) throws Exception;

    /** Whether notices are objects among the results of {@code --json}. */
    boolean noticesAreResults() {
        return false;
    }

    /** Whether notices are printed while it works. */
    boolean tellsNotices() {
        return true;
    }

    @Override
    public final Integer call() throws Exception {
        Output output =
                new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), options.json());
        try {
            Duration patience = options.patience();
            try (Client client = options.open()) {
                if (tellsNotices()) {
                    client.listen(new Notices(client, output, noticesAreResults()));
                }
                run(new Work(client, output, patience, options.offline(), options.folder()));
                finishArchiving(client);
            }
            return ExitCode.DONE.number();
        } catch (Failure e) {
            return failed(output, e.exit(), e.exit().name(), e);
        } catch (RefusedException e) {
            return failed(
                    output, ExitCode.of(e.problem().code()), e.problem().code().name(), e);
        } catch (StorageException e) {
            return failed(output, ExitCode.PROFILE, ExitCode.PROFILE.name(), e);
        } catch (TimeoutException e) {
            return failed(
                    output,
                    ExitCode.NO_CONNECTION,
                    ExitCode.NO_CONNECTION.name(),
                    new Failure(ExitCode.NO_CONNECTION, "there was no answer within " + patienceText()));
        }
    }

    /** What is on its way into the archive gets there: a device that is lost is read from that. */
    private static void finishArchiving(Client client) throws InterruptedException {
        if (client.connection() == ConnectionState.ONLINE) {
            client.await(view -> !view.isArchiving(), ARCHIVING);
        }
    }

    private String patienceText() {
        return options.patience().toSeconds() + " seconds";
    }

    private int failed(Output output, ExitCode exit, String code, Exception e) {
        output.failed(exit, code, String.valueOf(e.getMessage()));
        return exit.number();
    }
}
