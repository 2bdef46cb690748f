package chat.paloma.node.assembly;

import chat.paloma.node.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the passwords that the node proves itself with to other programs' servers. */
final class PasswordFile {
    private PasswordFile() {}

    /**
     * The first line of a file, if one is given.
     *
     * @param setting that names the file
     * @throws NodeException when there is none
     */
    static Optional<String> read(String setting, Optional<Path> file) throws NodeException {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file.get())) {
            return Optional.of(
                    lines.findFirst().orElseThrow(() -> new NodeException(setting + ": " + file.get() + " is empty")));
        } catch (IOException e) {
            throw new NodeException(setting + ": " + file.get() + " can't be read", e);
        }
    }
}
