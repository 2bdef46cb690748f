package chat.paloma.client.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program of a keyring. Secrets go through its standard streams: everybody sees a command line. */
final class KeyringCommand {
    /** Somebody may have to unlock the keyring first. */
    private static final long PATIENCE_SECONDS = 120;

    private static final int MAX_ANSWER = 4096;

    /** How it ended. */
    record Result(int status, String out, String err) {}

    private KeyringCommand() {}

    static Result run(String input, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        try {
            CompletableFuture<String> err = CompletableFuture.supplyAsync(
                    () -> read(process.getErrorStream()),
                    task -> Thread.ofVirtual().start(task));
            CompletableFuture<String> out = CompletableFuture.supplyAsync(
                    () -> read(process.getInputStream()),
                    task -> Thread.ofVirtual().start(task));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the keyring does not answer");
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroy();
        }
    }

    private static String read(java.io.InputStream in) {
        try {
            return new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
