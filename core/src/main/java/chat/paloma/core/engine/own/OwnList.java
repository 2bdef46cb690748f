package chat.paloma.core.engine.own;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The list of the account's devices on one connection: follows what others of its devices do to it, and changes it. */
final class OwnList {
    /** Who hears of changes. */
    interface Listener {
        /** This device changed the list, and the node has it. */
        void changedHere(AccountRecord before, List<DeviceId> revoked);

        /** Another device changed the list. */
        void changedElsewhere(AccountRecord before);
    }

    private record Asked(Runnable done, Consumer<Problem> failed) {}

    private static final Asked NOBODY = new Asked(() -> {}, problem -> {});

    private final Device device;
    private final Contacts contacts;
    private final NodeLink link;
    private final OwnState state;
    private final Listener listener;
    private Asked asked = NOBODY;
    /** What was sent on this connection. The node's answers may come in another order than they were asked for. */
    private Optional<AccountRecord> sent = Optional.empty();

    OwnList(Device device, Contacts contacts, NodeLink link, OwnState state, Listener listener) {
        this.device = device;
        this.contacts = contacts;
        this.link = link;
        this.state = state;
        this.listener = listener;
    }

    /** Begins with what the node says of the list's version. */
    void start(long version) {
        if (state.pending().isPresent() || version != device.identity().record().version()) {
            refresh();
        }
    }

    /** Gets the newest list. */
    void refresh() {
        link.ask(
                new GetAccount(device.account()),
                this::take,
                failure -> state.pending()
                        .filter(pending -> !isSent(pending))
                        .ifPresent(pending -> giveUp(Problem.of(failure))));
    }

    private void take(Found found) {
        AccountRecord shown = found.account();
        if (shown.account().equals(device.account())
                && device.identity().record().isNewerThan(shown)) {
            offer();
        }
        Optional<PendingList> pending = state.pending();
        if (pending.isPresent()) {
            settle(pending.get(), shown);
        } else if (!shown.equals(device.identity().record())) {
            follow(found);
        }
    }

    private boolean isSent(PendingList pending) {
        return sent.equals(Optional.of(pending.record()));
    }

    /** The node was put back to a backup, or does as if: it gets the newest list once more. */
    private void offer() {
        device.noticeOlder("the own list of devices is older than it was");
        link.ask(new UpdateDevices(device.identity().record()), done -> {}, failure -> {});
    }

    /** What became of a change whose answer was lost, or is still to come. */
    private void settle(PendingList pending, AccountRecord shown) {
        if (shown.equals(pending.record())) {
            adopt(pending);
        } else if (isSent(pending)) {
            // What is shown may be older than the answer that is to come.
            return;
        } else if (!shown.isNewerThan(device.identity().record())) {
            submit(pending);
        } else {
            giveUp(new Problem(ProblemCode.REFUSED, "another device changed the list of devices at the same time"));
            refresh();
        }
    }

    private void follow(Found found) {
        OwnIdentity before = device.identity();
        if (before.record().isNewerThan(found.account())) {
            return;
        }
        try {
            contacts.check(found.account(), device.account(), Optional.of(before.record()));
        } catch (IdentityException e) {
            device.notice(Optional.empty(), NoticeKind.SERVER_DECEIVES, "the own list of devices: " + e.getMessage());
            return;
        }
        device.profile().setIdentity(before.withRecord(found.account()).withHandle(found.handle()));
        tell(before.record());
        listener.changedElsewhere(before.record());
    }

    private void tell(AccountRecord before) {
        AccountRecord after = device.identity().record();
        device.show(new EngineEvent.DevicesChanged());
        for (DeviceEntry entry : after.list().content().devices()) {
            if (before.find(entry.device()).isEmpty()) {
                device.notice(Optional.empty(), NoticeKind.DEVICE_ADDED, "", address(entry));
            }
        }
        for (DeviceEntry entry : before.list().content().devices()) {
            if (after.find(entry.device()).isEmpty()) {
                device.notice(Optional.empty(), NoticeKind.DEVICE_REMOVED, "", address(entry));
            }
        }
    }

    private DeviceAddress address(DeviceEntry entry) {
        return new DeviceAddress(device.account(), entry.device());
    }

    /**
     * Changes the list.
     *
     * @param listKey the device's own, or one of the next generation
     * @param record that follows the newest, signed by it
     */
    void change(
            ListKey listKey, AccountRecord record, List<DeviceId> revoked, Runnable done, Consumer<Problem> failed) {
        if (state.pending().isPresent()) {
            failed.accept(new Problem(ProblemCode.REFUSED, "another change of the devices is still under way"));
            return;
        }
        PendingList pending = new PendingList(listKey, record, revoked);
        state.setPending(pending);
        asked = new Asked(done, failed);
        submit(pending);
    }

    private void submit(PendingList pending) {
        sent = Optional.of(pending.record());
        link.ask(new UpdateDevices(pending.record()), done -> adopt(pending), failure -> refused(pending, failure));
    }

    private boolean isPending(PendingList change) {
        return state.pending().map(PendingList::record).equals(Optional.of(change.record()));
    }

    private void refused(PendingList pending, Failure failure) {
        if (isPending(pending)) {
            giveUp(Problem.of(failure));
            refresh();
        }
    }

    private void giveUp(Problem problem) {
        state.clearPending();
        Asked by = asked;
        asked = NOBODY;
        by.failed().accept(problem);
    }

    /** The node has the list. That may be heard twice, and keys are made anew only once. */
    private void adopt(PendingList pending) {
        if (!isPending(pending)) {
            return;
        }
        OwnIdentity before = device.identity();
        state.clearPending();
        device.profile().setIdentity(holding(before, pending.listKey(), pending.record()));
        tell(before.record());
        listener.changedHere(before.record(), pending.revoked());
        Asked by = asked;
        asked = NOBODY;
        by.done().run();
    }

    /** Takes in the list key of the newest generation, which another device has made. */
    boolean take(ListKey listKey) {
        OwnIdentity identity = device.identity();
        if (listKey.certificate().generation()
                        <= identity.listKey().certificate().generation()
                || !listKey.certificate().equals(identity.record().certificate())) {
            return false;
        }
        device.profile().setIdentity(holding(identity, listKey, identity.record()));
        return true;
    }

    private OwnIdentity holding(OwnIdentity identity, ListKey listKey, AccountRecord record) {
        if (listKey.certificate().equals(identity.listKey().certificate())) {
            return identity.withRecord(record);
        }
        try {
            return identity.withListKey(
                    listKey,
                    record,
                    listKey.certify(
                            device.crypto(),
                            identity.deviceKeys().device(),
                            identity.deviceKeys()
                                    .find(device.settings().keyAlgorithm())
                                    .orElseThrow()
                                    .key(),
                            device.random()));
        } catch (CryptoException e) {
            throw new IllegalStateException("the account's list key is unusable", e);
        }
    }
}
