package chat.paloma.node.keys;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuiteId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code key_package}. */
final class KeyPackageTable {
    private KeyPackageTable() {}

    /** How many there are to be handed out once. */
    static int stock(Handle handle, long device, long now) {
        return handle.createQuery("SELECT COUNT(*) FROM key_package WHERE device_id = :device AND last_resort = 0"
                        + " AND key_package IS NOT NULL AND expires_at > :now")
                .bind("device", device)
                .bind("now", now)
                .mapTo(Integer.class)
                .one();
    }

    /** Adds one, unless it is in stock or was handed out before. */
    static void add(Handle handle, long device, KeyPackageCheck.Good keyPackage) {
        handle.createUpdate("INSERT INTO key_package (device_id, suite, last_resort, expires_at, hash, key_package)"
                        + " VALUES (:device, :suite, :lastResort, :expires, :hash, :keyPackage)"
                        + " ON CONFLICT (device_id, hash) DO NOTHING")
                .bind("device", device)
                .bind("suite", keyPackage.suite().value())
                .bind("lastResort", keyPackage.lastResort() ? 1 : 0)
                .bind("expires", keyPackage.expires())
                .bind("hash", keyPackage.hash().toByteArray())
                .bind("keyPackage", keyPackage.bytes().toByteArray())
                .execute();
    }

    static void forgetLastResort(Handle handle, long device, CipherSuiteId suite) {
        handle.createUpdate("DELETE FROM key_package WHERE device_id = :device AND suite = :suite AND last_resort = 1")
                .bind("device", device)
                .bind("suite", suite.value())
                .execute();
    }

    static void forgetExpired(Handle handle, long device, long now) {
        handle.createUpdate("DELETE FROM key_package WHERE device_id = :device AND expires_at <= :now")
                .bind("device", device)
                .bind("now", now)
                .execute();
    }

    /** Takes the oldest that is handed out once, or else the last resort, which stays. */
    static Optional<ByteString> take(Handle handle, long device, CipherSuiteId suite, long now) {
        forgetExpired(handle, device, now);
        Optional<Row> first = handle.createQuery("SELECT id, key_package, last_resort FROM key_package"
                        + " WHERE device_id = :device AND suite = :suite AND key_package IS NOT NULL"
                        + " ORDER BY last_resort, id LIMIT 1")
                .bind("device", device)
                .bind("suite", suite.value())
                .map((row, context) -> new Row(row.getLong(1), ByteString.adopt(row.getBytes(2)), row.getInt(3) == 1))
                .findOne();
        first.filter(row -> !row.lastResort())
                .ifPresent(row -> handle.createUpdate("UPDATE key_package SET key_package = NULL WHERE id = :id")
                        .bind("id", row.id())
                        .execute());
        return first.map(Row::keyPackage);
    }

    private record Row(long id, ByteString keyPackage, boolean lastResort) {}
}
