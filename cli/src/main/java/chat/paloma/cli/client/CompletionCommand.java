package chat.paloma.cli.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options in a shell. */
@CommandLine.Command(
        name = "completion",
        description = {
            "Print a script that completes this program's commands and options.",
            "bash: source <(./paloma client completion bash); zsh and fish likewise.",
            ""
        })
final class CompletionCommand implements Callable<Integer> {
    private static final String PROGRAM = "paloma";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    CompletionCommand() {}

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        String script = switch (shell) {
            case "bash" -> AutoComplete.bash(PROGRAM, root);
            case "zsh" -> "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash(PROGRAM, root);
            case "fish" -> fish(root);
            default ->
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "there is completion for bash, zsh and fish");
        };
        spec.commandLine().getOut().println(script);
        return ExitCode.DONE.number();
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c " + PROGRAM + " -f\n");
        fish(script, root, List.of());
        return script.toString();
    }

    private static void fish(StringBuilder script, CommandLine command, List<String> path) {
        String here = path.isEmpty()
                ? "__fish_use_subcommand"
                : String.join(
                        "; and ",
                        path.stream()
                                .map(name -> "__fish_seen_subcommand_from " + name)
                                .toList());
        for (Map.Entry<String, CommandLine> sub : command.getSubcommands().entrySet()) {
            script.append("complete -c %s -n '%s' -a %s -d '%s'%n"
                    .formatted(PROGRAM, here, sub.getKey(), words(sub.getValue().getCommandSpec())));
            List<String> below = new java.util.ArrayList<>(path);
            below.add(sub.getKey());
            fish(script, sub.getValue(), below);
        }
        if (!path.isEmpty()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                script.append("complete -c %s -n '%s' -l %s%s%n"
                        .formatted(
                                PROGRAM,
                                here,
                                option.longestName().replaceFirst("^-+", ""),
                                option.arity().max() > 0 ? " -r" : ""));
            }
        }
    }

    private static String words(CommandSpec command) {
        String[] description = command.usageMessage().description();
        return (description.length == 0 ? "" : description[0]).replace("'", "").strip();
    }
}
