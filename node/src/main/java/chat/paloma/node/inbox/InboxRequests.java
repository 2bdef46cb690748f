package chat.paloma.node.inbox;

import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.DirectRecord;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.SendDirect;
import chat.paloma.core.wire.LaneRequests.TrimInbox;
import chat.paloma.node.account.Caller;
import chat.paloma.node.account.Directory;
import chat.paloma.node.bus.Committed;
import chat.paloma.node.lane.Lanes;
import chat.paloma.node.lane.MessageNumber;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import java.util.concurrent.CompletableFuture;

/** What a device does with its inbox, and with those of its account's other devices. */
public final class InboxRequests {
    private final Database database;
    private final Lanes lanes;
    private final Inboxes inboxes;
    private final Directory directory;

    public InboxRequests(Database database, Lanes lanes, Inboxes inboxes, Directory directory) {
        this.database = database;
        this.lanes = lanes;
        this.inboxes = inboxes;
        this.directory = directory;
    }

    /** Puts something into the inbox of another device of one's own account, once however often it is asked for. */
    public CompletableFuture<Appended> send(Caller caller, SendDirect request) {
        DeviceAddress to = new DeviceAddress(caller.account(), request.to());
        if (!directory.isListed(to)) {
            throw new Refusal(FailureCode.NOT_FOUND, "the account has no such device");
        }
        DirectRecord content = new DirectRecord(caller.device(), request.content());
        return database.write(transaction -> {
            Committed committed = lanes.appendOnce(
                    transaction,
                    new MessageNumber(caller.key(), request.message()),
                    new LaneId.Inbox(to),
                    Envelope.of(content),
                    () -> inboxes.put(transaction, to, RecordKind.DIRECT, content));
            return new Appended(
                    committed.lane(),
                    committed.position(),
                    committed.record().header().acceptTime());
        });
    }

    /** Deletes the envelopes that the device has stored itself. The headers stay, and the chain with them. */
    public CompletableFuture<Done> trim(Caller caller, TrimInbox request) {
        return database.write(transaction -> {
            lanes.deleteEnvelopes(transaction, new LaneId.Inbox(caller.device()), request.upTo());
            return new Done();
        });
    }
}
