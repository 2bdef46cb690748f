package chat.paloma.client.store;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import java.util.Optional;

/** The key packages that others may use, with their private keys. */
public final class KeyPackageTable {
    private static final int MAX_PRIVATE_KEY = 8 << 10;

    private final Sql sql;

    KeyPackageTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * Keeps a key package.
     *
     * @param notAfter when it ends, in seconds since 1970
     */
    public void add(KeyPackageRef reference, KeyPackageBundle bundle, long notAfter) {
        sql.update(
                "INSERT INTO key_package (reference, bundle, last_resort, not_after) VALUES (?, ?, ?, ?)",
                reference.hash(),
                encode(bundle),
                bundle.keyPackage().isLastResort(),
                notAfter);
    }

    public Optional<KeyPackageBundle> find(KeyPackageRef reference) {
        return sql.find(
                row -> Sql.decode(row, "bundle", KeyPackageTable::decode),
                "SELECT bundle FROM key_package WHERE reference = ?",
                reference.hash());
    }

    /** When the newest last resort ends, in seconds since 1970. */
    public Optional<Long> lastResortUntil() {
        return sql.find(
                row -> row.getLong("not_after"),
                "SELECT not_after FROM key_package WHERE last_resort = 1 ORDER BY not_after DESC LIMIT 1");
    }

    /** Forgets the keys of one that was used, unless it is a last resort. */
    public void used(KeyPackageRef reference) {
        sql.update("DELETE FROM key_package WHERE reference = ? AND last_resort = 0", reference.hash());
    }

    /** Forgets those that ended before {@code seconds}. */
    public void forgetBefore(long seconds) {
        sql.update("DELETE FROM key_package WHERE not_after < ?", seconds);
    }

    private static byte[] encode(KeyPackageBundle bundle) {
        return new TlsWriter()
                .write(bundle.keyPackage())
                .writeOpaque(bundle.initKey().secret().dangerouslyExpose())
                .writeOpaque(bundle.leafKey().secret().dangerouslyExpose())
                .toByteArray();
    }

    private static KeyPackageBundle decode(TlsReader in) throws DecodeException {
        return new KeyPackageBundle(KeyPackage.decode(in), readKey(in), readKey(in));
    }

    private static HpkePrivateKey readKey(TlsReader in) throws DecodeException {
        return new HpkePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_PRIVATE_KEY)));
    }
}
