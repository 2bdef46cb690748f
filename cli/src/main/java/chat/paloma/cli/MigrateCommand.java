package chat.paloma.cli;

import chat.paloma.jvm.JdkCrypto;
import chat.paloma.node.NodeException;
import chat.paloma.node.config.ConfigurationException;
import chat.paloma.node.config.DatabaseServer;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.Setting;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import chat.paloma.node.migration.Migration;
import chat.paloma.node.store.DatabaseCopy;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Moves a data folder's database from SQLite to a PostgreSQL server. */
@Command(
        name = "migrate",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Move the database of a server's data folder to a PostgreSQL server, while no server runs on the folder.",
            "The database there must exist and be empty. Attachments, keys and certificates stay in the folder.",
            "Then run: ./paloma serve --data DIR --database-url URL",
            ""
        })
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    // The field without a value is filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    private MigrateCommand() {}

    /** The command with an option for each setting that says where the data is and where it goes. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new MigrateCommand());
        int order = 0;
        for (Setting<?> setting : Settings.all()) {
            if (setting.equals(Settings.DATA) || setting.table().equals(Settings.DATABASE_URL.table())) {
                commandLine
                        .getCommandSpec()
                        .addOption(ServeCommand.option(setting).order(order++).build());
            }
        }
        return commandLine;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        EverySecond progress = new EverySecond(out);
        try {
            SettingValues values = new SettingValues();
            ServeCommand.takeOptions(spec, values);
            NodeConfiguration configuration = NodeConfiguration.of(values);
            DatabaseServer server = configuration
                    .database()
                    .orElseThrow(() -> new ConfigurationException("--database-url: name the database to move to"));
            report(
                    Migration.run(
                            configuration.data(),
                            server,
                            new JdkCrypto(),
                            (table, rows) -> progress.print(() -> "  " + table + ": " + rows + " …")),
                    out);
            out.println("now run: ./paloma serve --data " + configuration.data() + " " + options());
            out.flush();
            return 0;
        } catch (ConfigurationException e) {
            err.println("paloma: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (NodeException e) {
            err.println("paloma: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static void report(Migration.Result result, PrintWriter out) {
        for (DatabaseCopy.Count count : result.tables()) {
            out.println("  " + count.table() + ": " + count.rows());
        }
        out.println((result.again() ? "compared " : "copied ")
                + result.tables().stream().mapToLong(DatabaseCopy.Count::rows).sum()
                + " rows; the chains of " + result.chains().lanes() + " lanes hold, with "
                + result.chains().records() + " records");
    }

    /** The options of the database, as they were given. */
    private String options() {
        return spec.options().stream()
                .filter(option -> option.longestName().startsWith("--database-") && option.getValue() != null)
                .map(option -> option.longestName() + " " + option.getValue())
                .collect(Collectors.joining(" "));
    }
}
