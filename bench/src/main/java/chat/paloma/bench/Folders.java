package chat.paloma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folders that servers of a benchmark work in. */
public final class Folders {
    private Folders() {}

    /** Removes one with everything in it; says so on standard error when it can't. */
    public static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("  " + folder + " was not removed: " + e.getMessage());
        }
    }
}
