package chat.paloma.client.profile;

import chat.paloma.core.crypto.SecretBytes;
import java.io.IOException;
import java.util.Optional;

/** The operating system's keyring: keeps a secret for a person who is logged in. */
public interface Keyring {
    /** Whether there is one now that answers. */
    boolean isThere();

    /** Keeps a key under a name, instead of the one before. */
    void put(String name, SecretBytes key) throws IOException;

    /** The key under a name; empty when there is none. */
    Optional<SecretBytes> get(String name) throws IOException;

    /** The one of this machine, driven by its command line; one that is not there where none is known. */
    static Keyring ofThisMachine() {
        return System.getProperty("os.name", "").startsWith("Mac")
                ? new MacKeychain("security")
                : new SecretService("secret-tool", System.getenv());
    }
}
