package chat.paloma.cli;

import chat.paloma.node.Node;
import chat.paloma.node.NodeException;
import chat.paloma.node.Part;
import chat.paloma.node.assembly.Chat;
import chat.paloma.node.config.ConfigurationException;
import chat.paloma.node.config.ConfigurationFile;
import chat.paloma.node.config.NodeConfiguration;
import chat.paloma.node.config.Setting;
import chat.paloma.node.config.SettingType.Form;
import chat.paloma.node.config.SettingValues;
import chat.paloma.node.config.Settings;
import chat.paloma.node.config.SettingsDocument;
import chat.paloma.node.telemetry.LogSetUp;
import chat.paloma.node.web.BrowserClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Runs a node until it is told to stop, by Ctrl+C or SIGTERM. Every setting is an option; those that few people need are
 * not in the help text, but in {@code --print-config}.
 */
@Command(
        name = "serve",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Run a server, until Ctrl+C or SIGTERM.",
            "Without options it listens on this machine only. Every setting of --print-config is an option too:",
            "limits.connections is --limits-connections. Options come before the file.",
            ""
        })
final class ServeCommand implements Callable<Integer> {
    /** The exit status of a command line or a configuration that is wrong. */
    private static final int WRONG = CommandLine.ExitCode.USAGE;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", order = 100, description = "Read settings from FILE.")
    private @Nullable Path config;

    @Option(
            names = "--print-config",
            order = 101,
            description = "Print a configuration file with every setting, its meaning and its default.")
    private boolean printConfig;

    @Option(
            names = "--new-admin-link",
            order = 102,
            description = "Print a link with which somebody becomes an administrator; earlier unused ones are void.")
    private boolean newAdminLink;

    @Option(
            names = "--restored",
            order = 103,
            description = "The data folder was put back from a plain copy: go on in a new incarnation. "
                    + "A folder that ./paloma backup made needs no such hint.")
    private boolean restored;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    private ServeCommand() {}

    /** The command with an option for each setting. */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ServeCommand());
        int order = 0;
        for (Setting<?> setting : Settings.all()) {
            commandLine
                    .getCommandSpec()
                    .addOption(option(setting)
                            .order(order++)
                            .hidden(setting.table().equals("limits")
                                    || setting.table().equals("acme"))
                            .build());
        }
        return commandLine;
    }

    /** The option that gives a setting. */
    static OptionSpec.Builder option(Setting<?> setting) {
        boolean flag = setting.type().form() == Form.SWITCH;
        return OptionSpec.builder(setting.option())
                .type(flag ? Boolean.class : String.class)
                .arity(flag ? "0" : "1")
                .paramLabel(setting.type().placeholder())
                .description(setting.documentation());
    }

    /** Takes the settings that are given as options of a command. */
    static void takeOptions(CommandSpec spec, SettingValues values) throws ConfigurationException {
        for (Setting<?> setting : Settings.all()) {
            OptionSpec option = spec.findOption(setting.option());
            if (option != null && option.getValue() != null) {
                values.setFromOption(setting, option.getValue().toString());
            }
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (printConfig) {
            out.print(SettingsDocument.asFile());
            out.flush();
            return 0;
        }
        try {
            NodeConfiguration configuration = configuration();
            LogSetUp.apply(configuration.logLevel());
            return run(configuration, out);
        } catch (ConfigurationException e) {
            err.println("paloma: " + e.getMessage());
            return WRONG;
        } catch (NodeException e) {
            err.println("paloma: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private NodeConfiguration configuration() throws ConfigurationException {
        SettingValues values = new SettingValues();
        if (config != null) {
            ConfigurationFile.read(config, values);
        }
        takeOptions(spec, values);
        return NodeConfiguration.of(values);
    }

    private int run(NodeConfiguration configuration, PrintWriter out)
            throws NodeException, InterruptedException, IOException {
        List<Part> parts = new ArrayList<>();
        parts.add(new Chat(newAdminLink, restored));
        configuration.web().or(ServeCommand::built).ifPresent(folder -> parts.add(new BrowserClient(folder)));
        Node node = Node.start(configuration, parts);
        CountDownLatch forever = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            out.println();
                            out.println("  Stopping …");
                            out.flush();
                            boolean clean = node.stop();
                            out.println(clean ? "  Stopped" : "  Stopped, not everything in time: the log says what");
                            out.flush();
                            // A stop that somebody asked for is a success; the JVM's own status would say that it was
                            // killed.
                            Runtime.getRuntime().halt(clean ? 0 : CommandLine.ExitCode.SOFTWARE);
                        },
                        "stop"));
        announce(node, out);
        forever.await();
        return 0;
    }

    /** The browser client that the launcher has built. */
    private static Optional<Path> built() {
        return Optional.ofNullable(System.getProperty("paloma.web")).map(Path::of);
    }

    private static void announce(Node node, PrintWriter out) throws IOException {
        out.println();
        out.println("  " + new Version().getVersion()[0]);
        out.println();
        out.println("  Open      " + node.publicAddress());
        out.println("  Data      " + node.configuration().data());
        out.println("  Started   in " + sinceStart() + " s; Ctrl+C stops it");
        List<String> notices = node.notices();
        if (!notices.isEmpty()) {
            out.println();
            notices.forEach(line -> out.println(line.isEmpty() ? "" : "  " + line));
        }
        out.println();
        out.flush();
    }

    /** Since the process began, in seconds with one decimal. */
    private static String sinceStart() {
        Instant now = Instant.now();
        Duration running =
                Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
        return String.format(Locale.ROOT, "%.1f", running.toMillis() / 1000.0);
    }
}
