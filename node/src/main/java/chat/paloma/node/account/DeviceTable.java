package chat.paloma.node.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code device}: every device that was ever on a list. One that left it is revoked, and keeps its row, so
 * that nobody gets its key.
 */
public final class DeviceTable {
    private DeviceTable() {}

    /** A device that is on its account's list, with its key in the database. */
    public record Listed(long key, DeviceAddress address) {}

    /** The key of a device that is not revoked. */
    static Optional<Long> key(Handle handle, DeviceAddress device) {
        return handle.createQuery(
                        "SELECT id FROM device WHERE account = :account AND device = :device AND revoked_at IS NULL")
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .mapTo(Long.class)
                .findOne();
    }

    /** The devices of an account that are not revoked, none when it was removed. */
    public static List<Listed> listed(Handle handle, AccountId account) {
        return handle.createQuery(
                        "SELECT id, device FROM device WHERE account = :account AND revoked_at IS NULL ORDER BY device")
                .bind("account", account.bytes().toByteArray())
                .map((row, context) -> new Listed(
                        row.getLong(1), new DeviceAddress(account, new DeviceId(ByteString.adopt(row.getBytes(2))))))
                .list();
    }

    /** Makes a device's row; one that comes back to the list gets its own again, with the messages that it numbered. */
    static void add(Handle handle, DeviceAddress device, long now) {
        handle.createUpdate("INSERT INTO device (account, device, added_at, last_message)"
                        + " VALUES (:account, :device, :now, 0)"
                        + " ON CONFLICT (account, device) DO UPDATE SET revoked_at = NULL")
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .bind("now", now)
                .execute();
    }

    /** The devices that were revoked since a moment. */
    public static List<DeviceAddress> revokedSince(Handle handle, long since) {
        return handle.createQuery("SELECT account, device FROM device WHERE revoked_at >= :since")
                .bind("since", since)
                .map((row, context) -> new DeviceAddress(
                        new AccountId(ByteString.adopt(row.getBytes(1))),
                        new DeviceId(ByteString.adopt(row.getBytes(2)))))
                .list();
    }

    static void revoke(Handle handle, DeviceAddress device, long now) {
        handle.createUpdate("UPDATE device SET revoked_at = :now WHERE account = :account AND device = :device")
                .bind("now", now)
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .execute();
    }

    /** Takes a device's key packages out of stock: nobody is to add it with them. */
    static void forgetKeyPackages(Handle handle, DeviceAddress device) {
        handle.createUpdate("DELETE FROM key_package WHERE device_id ="
                        + " (SELECT id FROM device WHERE account = :account AND device = :device)")
                .bind("account", device.account().bytes().toByteArray())
                .bind("device", device.device().bytes().toByteArray())
                .execute();
    }
}
