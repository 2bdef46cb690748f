package chat.paloma.node.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Tells how a file grows that something else writes, once a second. */
final class SizeWatch {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private SizeWatch() {}

    /** Watches the file while the work is done. */
    static void during(Path file, LongConsumer listener, Runnable work) {
        Thread thread = Thread.ofVirtual().start(() -> watch(file, listener));
        try {
            work.run();
        } finally {
            thread.interrupt();
        }
    }

    private static void watch(Path file, LongConsumer listener) {
        try {
            while (true) {
                Thread.sleep(INTERVAL);
                if (Files.exists(file)) {
                    listener.accept(Files.size(file));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Whoever writes the file meets the same error, and says so.
            return;
        }
    }
}
