package chat.paloma.node.account;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.InboxRecords.DevicesChangedRecord;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.store.Transaction;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What follows from a new list of devices, all within one transaction. */
final class DeviceChanges {
    private final Lanes lanes;
    private final Inboxes inboxes;
    private final Directory directory;

    DeviceChanges(Lanes lanes, Inboxes inboxes, Directory directory) {
        this.lanes = lanes;
        this.inboxes = inboxes;
        this.directory = directory;
    }

    /**
     * Puts a checked list in the place of the one that it follows.
     *
     * @return the devices that are cut off: those that are gone, and those that authenticate with another key from now on
     */
    Set<DeviceAddress> replace(Transaction transaction, AccountRecord before, AccountRecord after, long now) {
        AccountId account = after.account();
        AccountTable.update(transaction.handle(), after, now);
        boolean newListKey = after.generation() != before.generation();
        Set<DeviceAddress> cutOff = new LinkedHashSet<>();
        for (DeviceEntry former : before.list().content().devices()) {
            DeviceAddress device = new DeviceAddress(account, former.device());
            Optional<DeviceEntry> entry = after.find(former.device());
            if (entry.isEmpty()) {
                DeviceTable.revoke(transaction.handle(), device, now);
            }
            if (entry.filter(kept -> kept.authenticationKey().equals(former.authenticationKey()))
                    .isEmpty()) {
                cutOff.add(device);
            }
            // A leaf must have a certificate of the newest list key, and a key that is listed.
            if (newListKey
                    || entry.filter(kept -> kept.keys().equals(former.keys())).isEmpty()) {
                DeviceTable.forgetKeyPackages(transaction.handle(), device);
            }
        }
        // Before its devices hear of it: they ask for it at once, and once only.
        transaction.afterCommit(() -> directory.forget(account));
        DevicesChangedRecord record = new DevicesChangedRecord(account, after.version());
        for (DeviceEntry entry : after.list().content().devices()) {
            DeviceAddress device = new DeviceAddress(account, entry.device());
            if (before.find(entry.device()).isEmpty()) {
                Registrations.addDevice(transaction, lanes, device, now);
            }
            inboxes.put(transaction, device, RecordKind.DEVICES_CHANGED, record);
        }
        return cutOff;
    }

    /** Revokes what is left of an account that is removed. No list says so: the node can't sign one. */
    Set<DeviceAddress> revokeAll(Transaction transaction, AccountId account, long now) {
        Set<DeviceAddress> cutOff = new LinkedHashSet<>();
        for (DeviceTable.Listed device : DeviceTable.listed(transaction.handle(), account)) {
            DeviceTable.revoke(transaction.handle(), device.address(), now);
            DeviceTable.forgetKeyPackages(transaction.handle(), device.address());
            cutOff.add(device.address());
        }
        transaction.afterCommit(() -> directory.forget(account));
        return cutOff;
    }
}
