package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.DevicesChangedRecord;
import chat.paloma.core.wire.Registration;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import chat.paloma.sim.node.NodeState.AccountRow;
import java.util.Optional;

/** Accounts and their devices. */
final class AccountPart {
    private final NodeContext context;

    AccountPart(NodeContext context) {
        this.context = context;
    }

    /** Makes an account; anybody may. */
    void register(Registration registration) {
        AccountRecord record = registration.account();
        verify(record);
        if (record.version() != 1 || record.isEnded()) {
            throw new Refused(FailureCode.IDENTITY_INVALID, "not a first list");
        }
        NodeState state = context.state();
        if (state.accounts.containsKey(record.account())) {
            throw new Refused(FailureCode.ACCOUNT_EXISTS);
        }
        if (state.accounts.values().stream().anyMatch(row -> row.handle().equals(registration.handle()))) {
            throw new Refused(FailureCode.HANDLE_TAKEN);
        }
        boolean first = state.accounts.isEmpty();
        state.accounts.put(record.account(), new AccountRow(registration.handle(), record, first, false));
        record.list()
                .content()
                .devices()
                .forEach(entry -> addDevice(new DeviceAddress(record.account(), entry.device())));
    }

    private void addDevice(DeviceAddress device) {
        DeviceRow row = context.state().devices.computeIfAbsent(device, added -> new DeviceRow());
        row.listed = true;
        LaneId inbox = new LaneId.Inbox(device);
        if (context.state().find(inbox).isEmpty()) {
            // A node that was put back to a backup may have had it before, and lost it.
            context.state()
                    .create(inbox, RoomEpoch.NONE)
                    .beginIncarnations(context.state().incarnation());
        }
    }

    private void verify(AccountRecord record) {
        try {
            record.verify(context.crypto);
        } catch (IdentityException e) {
            throw new Refused(FailureCode.IDENTITY_INVALID, String.valueOf(e.getMessage()));
        }
    }

    Found lookUp(LookUp request) {
        return context.state().account(request.handle()).map(AccountPart::found).orElseThrow(AccountPart::notFound);
    }

    Found get(GetAccount request) {
        return context.state()
                .account(request.account())
                .map(AccountPart::found)
                .orElseThrow(AccountPart::notFound);
    }

    private static Found found(AccountRow row) {
        return new Found(row.handle(), row.record());
    }

    private static Refused notFound() {
        return new Refused(FailureCode.NOT_FOUND, "no such account");
    }

    /** Takes the list that follows the caller's own account's newest, once however often it comes. */
    Done update(DeviceAddress caller, UpdateDevices request) {
        AccountRecord record = request.account();
        if (!record.account().equals(caller.account())) {
            throw new Refused(FailureCode.FORBIDDEN, "another account's devices");
        }
        verify(record);
        context.state().device(caller);
        replace(record, false);
        return new Done();
    }

    /** Takes a list for which the root key itself speaks. */
    void recover(AccountRecord record) {
        verify(record);
        replace(record, true);
    }

    private void replace(AccountRecord record, boolean byRootKey) {
        AccountRow before = context.state().account(record.account()).orElseThrow(AccountPart::notFound);
        if (before.record().equals(record)) {
            return;
        }
        if (byRootKey && !record.isByRootKeyAfter(before.record())) {
            throw new Refused(FailureCode.FORBIDDEN, "a list of the same generation comes from a device");
        }
        try {
            record.checkReplaces(context.crypto, before.record());
        } catch (IdentityException e) {
            throw new Refused(
                    e.reason() == IdentityException.Reason.CERTIFICATE_CHANGED
                            ? FailureCode.IDENTITY_INVALID
                            : FailureCode.DEVICE_LIST_CONFLICT,
                    String.valueOf(e.getMessage()));
        }
        context.state().accounts.put(record.account(), before.with(record));
        cutOff(before.record(), record);
        announce(before.record(), record);
    }

    private void cutOff(AccountRecord before, AccountRecord after) {
        boolean newListKey = after.generation() != before.generation();
        for (DeviceEntry former : before.list().content().devices()) {
            DeviceAddress device = new DeviceAddress(after.account(), former.device());
            DeviceRow row = context.state().device(device);
            Optional<DeviceEntry> entry = after.find(former.device());
            if (entry.filter(kept -> kept.authenticationKey().equals(former.authenticationKey()))
                    .isEmpty()) {
                context.cutOff(device);
            }
            if (newListKey
                    || entry.filter(kept -> kept.keys().equals(former.keys())).isEmpty()) {
                row.forgetKeyPackages();
            }
            row.listed = entry.isPresent();
        }
    }

    private void announce(AccountRecord before, AccountRecord after) {
        DevicesChangedRecord record = new DevicesChangedRecord(after.account(), after.version());
        for (DeviceEntry entry : after.list().content().devices()) {
            DeviceAddress device = new DeviceAddress(after.account(), entry.device());
            if (before.find(entry.device()).isEmpty()) {
                addDevice(device);
            }
            context.putInbox(device, RecordKind.DEVICES_CHANGED, record);
        }
    }

    // What an account's devices share

    StoredVault vault(DeviceAddress caller) {
        context.state().device(caller);
        return context.state().vaults.getOrDefault(caller.account(), StoredVault.NONE);
    }

    Done put(DeviceAddress caller, PutVault request) {
        StoredVault now = vault(caller);
        if (now.version() == request.expected() + 1 && now.content().equals(request.content())) {
            return new Done();
        }
        if (now.version() != request.expected()) {
            throw new Refused(FailureCode.VAULT_CONFLICT, "it has version " + now.version());
        }
        context.state().vaults.put(caller.account(), new StoredVault(now.version() + 1, request.content()));
        return new Done();
    }

    /** What was left under a name, such as {@code 00ff/offer}. */
    ByteString link(String name) {
        ByteString content = context.state().links.get(name);
        if (content == null) {
            throw new Refused(FailureCode.NOT_FOUND, "nothing is there, or no longer");
        }
        return content;
    }

    void link(String name, ByteString content) {
        ByteString known = context.state().links.putIfAbsent(name, content);
        if (known != null && !known.equals(content)) {
            throw new Refused(FailureCode.LINK_TAKEN);
        }
    }

    Done remove(DeviceAddress caller, RemoveAccount request) {
        AccountId account = request.account();
        boolean administrator = context.state()
                .account(caller.account())
                .filter(AccountRow::administrator)
                .isPresent();
        if (!account.equals(caller.account()) && !administrator) {
            throw new Refused(FailureCode.FORBIDDEN, "for administrators");
        }
        AccountRow row = context.state().account(account).orElseThrow(AccountPart::notFound);
        if (row.administrator()) {
            throw new Refused(FailureCode.LAST_ADMINISTRATOR);
        }
        context.state().accounts.put(account, row.ended());
        context.state().vaults.remove(account);
        for (DeviceAddress device : context.state().listed(account)) {
            DeviceRow removed = context.state().device(device);
            removed.listed = false;
            removed.forgetKeyPackages();
            context.cutOff(device);
        }
        return new Done();
    }
}
