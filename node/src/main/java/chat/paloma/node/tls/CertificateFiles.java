package chat.paloma.node.tls;

import chat.paloma.node.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An operator's own files. A change is seen within two seconds; files that do not fit together, as while one of the two
 * is replaced, change nothing until they do.
 */
public final class CertificateFiles implements CertificateSource {
    private record State(FileTime modified, long size, Object identity) {
        static State of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object identity = attributes.fileKey();
            return new State(attributes.lastModifiedTime(), attributes.size(), identity == null ? "" : identity);
        }
    }

    private final Path chain;
    private final Path key;
    private List<State> loaded = List.of();

    public CertificateFiles(Path chain, Path key) {
        this.chain = chain;
        this.key = key;
    }

    @Override
    public ServerCertificate obtain() throws NodeException {
        loaded = states();
        return ServerCertificate.load(chain, key);
    }

    @Override
    public Optional<ServerCertificate> renew() throws NodeException {
        List<State> now = states();
        if (now.equals(loaded)) {
            return Optional.empty();
        }
        // Remembered even when they are wrong, so that the log says so once a change.
        loaded = now;
        return Optional.of(ServerCertificate.load(chain, key));
    }

    @Override
    public Duration renewalPeriod() {
        return Duration.ofSeconds(2);
    }

    private List<State> states() {
        try {
            return List.of(State.of(chain), State.of(key));
        } catch (IOException e) {
            // The caller's reading says which file and why; here nothing is known of them.
            return List.of();
        }
    }
}
