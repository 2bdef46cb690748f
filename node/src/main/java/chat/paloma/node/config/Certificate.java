package chat.paloma.node.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where the certificate for TLS comes from, when there is one. */
public sealed interface Certificate {
    /** There is none: plain HTTP, on the loopback address only. */
    record None() implements Certificate {}

    /** An operator's own, in PEM: the chain with the server's certificate first, and its private key. */
    record Files(Path chain, Path key) implements Certificate {}

    /** From an authority, over ACME (RFC 8555), for one domain name. */
    record FromAuthority(String domain, Optional<String> email, URI directory, Optional<Path> trust, int httpPort)
            implements Certificate {}

    /** From an authority of the node's own, for the names and addresses of this machine. */
    record LocalAuthority() implements Certificate {}
}
