package chat.paloma.node.atrest;

import chat.paloma.node.config.KeySource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where the master key comes from: the port for whatever keeps it. It is asked at every start, and now and then while
 * the node runs, so that another key is taken without a stop.
 */
@FunctionalInterface
public interface MasterKeySource {
    /** The most characters of an answer. */
    int MAX_LENGTH = 4096;

    /**
     * One key a line, the newest first: 32 random bytes in Base64.
     *
     * @throws IOException when there is none, with words for a person
     */
    String read() throws IOException;

    /** That of a setting. */
    static MasterKeySource of(KeySource source) {
        return switch (source.kind()) {
            case FILE -> () -> readFile(Path.of(source.value()));
            case ENV -> () -> readVariable(source.value());
            case COMMAND -> () -> run(source.value());
        };
    }

    private static String readFile(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("the file " + file + " can't be read");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                throw new IOException("everybody on this machine can read " + file + "; run: chmod o-rwx " + file);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            return text(in);
        }
    }

    private static String readVariable(String name) throws IOException {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IOException("the environment variable " + name + " is not set");
        }
        return value.replace(',', '\n');
    }

    /** Whatever it is that keeps the key, the program gets it from there and prints it. */
    private static String run(String program) throws IOException {
        Process process = new ProcessBuilder(program)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.getOutputStream().close();
            String printed = text(process.getInputStream());
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the program " + program + " failed");
            }
            return printed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(MAX_LENGTH), StandardCharsets.US_ASCII);
    }
}
