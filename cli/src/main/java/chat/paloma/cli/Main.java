package chat.paloma.cli;

import chat.paloma.cli.client.ClientCommand;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The root command, and the way into the process.
 *
 * <p>Exit codes: 0 when it worked, 1 when it failed, 2 when the command line is wrong. An error is one line on standard
 * error; {@code --stack-trace} adds where it came from.
 */
@Command(
        name = "./paloma",
        description = "Team chat that you host yourself and do not have to trust.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        subcommands = {BackupCommand.class, VectorsCommand.class, SimulateCommand.class, ClientCommand.class},
        versionProvider = Version.class)
public final class Main {
    @Option(names = "--stack-trace", description = "Print the stack trace of an error.", scope = ScopeType.INHERIT)
    private boolean stackTrace;

    private Main() {}

    /** The command line with all its commands, ready to execute. */
    static CommandLine commandLine() {
        return commandLine(InstantSource.system());
    }

    /** The same, for devices with this clock. */
    static CommandLine commandLine(InstantSource clock) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main, ClientCommand.factory(clock))
                .addSubcommand(ServeCommand.commandLine())
                .addSubcommand(MigrateCommand.commandLine())
                // An argument such as @bob is somebody's handle, whatever files there are.
                .setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler((error, arguments) -> {
            CommandLine command = error.getCommandLine();
            command.getErr().println("paloma: " + firstLine(error));
            return CommandLine.ExitCode.USAGE;
        });
        commandLine.setExecutionExceptionHandler((error, command, parsed) -> {
            command.getErr().println("paloma: " + firstLine(error));
            if (main.stackTrace) {
                error.printStackTrace(command.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }

    private static String firstLine(Exception error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
