package chat.paloma.node.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a build of the browser client, read into memory once: what is served does not change while the node runs,
 * and no request touches the disk.
 *
 * <p>Beside {@code FILE} may lie {@code FILE.br} and {@code FILE.gz}. What lies under {@code assets} carries a hash of its
 * contents in its name. {@code content-security-policy.txt} is not served: it is the header of all others.
 */
final class WebFiles {
    private static final String POLICY = "content-security-policy.txt";
    private static final String START_PAGE = "/index.html";
    private static final String HASHED = "/assets/";
    private static final String BROTLI = ".br";
    private static final String GZIP = ".gz";
    private static final int MOST_FILES = 4_096;
    private static final long MOST_BYTES = 64L << 20;

    private final Map<String, WebFile> byPath;
    private final String policy;

    private WebFiles(Map<String, WebFile> byPath, String policy) {
        this.byPath = Map.copyOf(byPath);
        this.policy = policy;
    }

    /**
     * Reads a folder.
     *
     * @throws IOException when it can't be read, is no build of the browser client, or is larger than one may be
     */
    static WebFiles read(Path folder) throws IOException {
        Path policy = folder.resolve(POLICY);
        if (!Files.isRegularFile(policy) || !Files.isRegularFile(folder.resolve(START_PAGE.substring(1)))) {
            throw new IOException("there is no browser client in " + folder);
        }
        Map<String, Buffer> contents = new HashMap<>();
        long bytes = 0;
        for (Path file : filesOf(folder)) {
            Buffer content = Buffer.buffer(Files.readAllBytes(file));
            bytes += content.length();
            if (contents.size() >= MOST_FILES || bytes > MOST_BYTES) {
                throw new IOException("the browser client in " + folder + " is larger than it may be");
            }
            contents.put("/" + folder.relativize(file).toString().replace('\\', '/'), content);
        }
        contents.remove("/" + POLICY);
        Map<String, WebFile> files = new HashMap<>();
        contents.forEach((path, content) -> {
            Optional<String> type = WebFile.typeOf(path);
            if (type.isPresent()) {
                files.put(path, file(path, type.get(), content, contents));
            }
        });
        files.put("/", files.get(START_PAGE));
        return new WebFiles(files, Files.readString(policy).strip());
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !folder.relativize(file).toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static WebFile file(String path, String type, Buffer content, Map<String, Buffer> all) {
        return new WebFile(
                type,
                content,
                Optional.ofNullable(all.get(path + BROTLI)),
                Optional.ofNullable(all.get(path + GZIP)),
                path.startsWith(HASHED),
                '"' + hash(content) + '"');
    }

    private static String hash(Buffer content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes());
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The paths with what stands there; {@code /} among them. */
    Map<String, WebFile> byPath() {
        return byPath;
    }

    /** The content security policy, in one line. */
    String policy() {
        return policy;
    }
}
