package chat.paloma.core.engine.inbox;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.keypackage.KeyPackageRef;
import java.util.Optional;

/** The key packages that others may use, with their private keys. */
final class KeyPackages {
    private static final int TABLE = 30;
    private static final int MAX_PRIVATE_KEY = 8 << 10;

    /**
     * One of them.
     *
     * @param notAfter when it ends, in seconds since 1970
     */
    record Kept(KeyPackageBundle bundle, long notAfter) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(bundle.keyPackage())
                    .writeOpaque(bundle.initKey().secret().dangerouslyExpose())
                    .writeOpaque(bundle.leafKey().secret().dangerouslyExpose())
                    .writeUint64(notAfter);
        }

        static Kept decode(TlsReader in) throws DecodeException {
            return new Kept(new KeyPackageBundle(KeyPackage.decode(in), readKey(in), readKey(in)), in.readUint64());
        }

        private static HpkePrivateKey readKey(TlsReader in) throws DecodeException {
            return new HpkePrivateKey(SecretBytes.adopt(in.readOpaque(MAX_PRIVATE_KEY)));
        }
    }

    private final Device device;
    private final Table<KeyPackageRef, Kept> table;

    KeyPackages(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, KeyPackageRef::decode, Kept::decode);
    }

    void add(KeyPackageBundle bundle, long notAfter) {
        table.put(bundle.keyPackage().reference(device.mls()), new Kept(bundle, notAfter));
    }

    Optional<KeyPackageBundle> find(KeyPackageRef reference) {
        return table.get(reference).map(Kept::bundle);
    }

    /** When the newest last resort ends, in seconds since 1970. */
    Optional<Long> lastResortUntil() {
        return table.all().stream()
                .map(Table.Row::value)
                .filter(kept -> kept.bundle().keyPackage().isLastResort())
                .map(Kept::notAfter)
                .max(Long::compare);
    }

    /** Forgets the keys of one that was used, unless it is a last resort. */
    void used(KeyPackageRef reference) {
        table.get(reference)
                .filter(kept -> !kept.bundle().keyPackage().isLastResort())
                .ifPresent(kept -> table.remove(reference));
    }

    /** Forgets those that ended before {@code seconds}. */
    void forgetBefore(long seconds) {
        table.removeIf(out -> {}, row -> row.value().notAfter() < seconds);
    }

    /** Ends all: nobody is to use them from now on. Who has used one before may still send its Welcome. */
    void endAll(long seconds) {
        table.all()
                .forEach(row -> table.put(
                        row.key(),
                        new Kept(row.value().bundle(), Math.min(row.value().notAfter(), seconds))));
    }
}
