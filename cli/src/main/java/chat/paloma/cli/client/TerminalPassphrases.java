package chat.paloma.cli.client;

import chat.paloma.client.profile.Passphrases;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A passphrase from a file, from the environment, or typed in, in this order. */
final class TerminalPassphrases implements Passphrases {
    static final String VARIABLE = "PALOMA_PASSPHRASE";

    private final Optional<Path> file;
    private final Map<String, String> environment;
    private final @Nullable Console console;

    TerminalPassphrases(Optional<Path> file, Map<String, String> environment, @Nullable Console console) {
        this.file = file;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public Optional<char[]> passphrase(boolean isNew) {
        if (file.isPresent()) {
            return Optional.of(fromFile(file.get()));
        }
        String variable = environment.get(VARIABLE);
        if (variable != null) {
            return Optional.of(notEmpty(variable.toCharArray()));
        }
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] first = typed(console, isNew ? "Choose a passphrase for this profile: " : "Passphrase: ");
        if (isNew) {
            char[] second = typed(console, "The same once more: ");
            boolean same = Arrays.equals(first, second);
            Arrays.fill(second, '\0');
            if (!same) {
                throw Failure.usage("the two passphrases differ");
            }
        }
        return Optional.of(notEmpty(first));
    }

    private static char[] typed(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        return typed == null ? new char[0] : typed;
    }

    private static char[] fromFile(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return notEmpty(lines.findFirst().orElse("").toCharArray());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw Failure.usage("the passphrase can't be read: " + file);
        }
    }

    private static char[] notEmpty(char[] passphrase) {
        if (passphrase.length == 0) {
            throw Failure.usage("the passphrase is empty");
        }
        return passphrase;
    }
}
