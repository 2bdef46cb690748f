package chat.paloma.node.atrest;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;

import chat.paloma.node.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** A place of master keys that a test changes. */
final class TestKeys implements MasterKeySource {
    private volatile List<String> keys;

    TestKeys(String... keys) {
        this.keys = List.of(keys);
    }

    static String random() {
        return Base64.getEncoder().encodeToString(RANDOM.nextBytes(32));
    }

    void set(String... next) {
        keys = List.of(next);
    }

    @Override
    public String read() {
        return String.join("\n", keys);
    }

    AtRest open(Database database) {
        try {
            return AtRest.open(database, this, CRYPTO, RANDOM, InstantSource.system());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
