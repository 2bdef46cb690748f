package chat.paloma.cli;

import chat.paloma.jvm.JdkCrypto;
import chat.paloma.node.NodeException;
import chat.paloma.node.backup.Backup;
import chat.paloma.node.config.ConfigurationException;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies a data folder, also while a node runs on it. */
@Command(
        name = "backup",
        description = {
            "Copy a server's data folder to TARGET, also while the server runs.",
            "To restore, run a server on the copy: ./paloma serve --data TARGET",
            ""
        })
final class BackupCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the server. Without it: where ./paloma serve keeps it.")
    private @Nullable Path data;

    @Parameters(paramLabel = "TARGET", description = "A folder that is new or empty.")
    private Path target;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    BackupCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        EverySecond progress = new EverySecond(out);
        try {
            SettingValues values = new SettingValues();
            if (data != null) {
                values.setFromOption(Settings.DATA, data.toString());
            }
            Path source = NodeConfiguration.of(values).data();
            Backup.Result result = Backup.make(
                    source,
                    target.toAbsolutePath().normalize(),
                    new JdkCrypto(),
                    (part, done) -> progress.print(() -> "  " + part + ": " + megabytes(done)));
            out.println("copied the database, " + megabytes(result.databaseBytes()) + ", and " + result.blobs()
                    + " blobs, " + megabytes(result.blobBytes()));
            out.flush();
            result.missing()
                    .forEach(blob -> err.println(
                            "paloma: blob " + blob.bytes().toHex() + " is missing or damaged, and not in the backup"));
            return result.missing().isEmpty() ? 0 : CommandLine.ExitCode.SOFTWARE;
        } catch (ConfigurationException e) {
            err.println("paloma: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (NodeException e) {
            err.println("paloma: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", (double) bytes / MEGABYTE);
    }
}
