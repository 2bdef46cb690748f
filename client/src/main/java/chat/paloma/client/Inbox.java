package chat.paloma.client;

import chat.paloma.client.store.Contact;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.InboxRecords.AnswerRecord;
import chat.paloma.core.wire.InboxRecords.InvitationRecord;
import chat.paloma.core.wire.InboxRecords.RemovedRecord;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.LaneRequests.TrimInbox;

/** What the node delivers to this device alone: invitations, answers, and Welcomes. */
final class Inbox {
    private final Device device;
    private final Session session;
    private final Accounts accounts;
    private final LaneReader lanes;
    private final Rooms rooms;
    private final RoomEntrance entrance;
    private final ClientListener listener;

    Inbox(
            Device device,
            Session session,
            Accounts accounts,
            LaneReader lanes,
            Rooms rooms,
            RoomEntrance entrance,
            ClientListener listener) {
        this.device = device;
        this.session = session;
        this.accounts = accounts;
        this.lanes = lanes;
        this.rooms = rooms;
        this.entrance = entrance;
        this.listener = listener;
    }

    /** How far the inbox was read. */
    LaneChain chain() {
        return device.store()
                .settings()
                .inbox()
                .orElseGet(() -> LaneChain.from(device.crypto(), LaneStart.first(device.server(), device.inbox())));
    }

    /** Reads it to its end, and lets the node forget what was read. */
    void catchUp() throws NodeException, InterruptedException {
        LaneChain before = chain();
        LaneChain after = lanes.readToEnd(before, this::accept);
        if (!after.equals(before)) {
            device.store().settings().setInbox(after);
            session.ask(new TrimInbox(after.position().sequence()));
        }
    }

    /** Takes in the next record. */
    void accept(LaneRecord record, LaneChain after) throws NodeException, InterruptedException {
        if (record.envelope().isPresent()) {
            byte[] content = record.envelope().get().bytes().toByteArray();
            RecordKind kind = record.header().kind();
            try {
                if (kind.equals(RecordKind.WELCOME)) {
                    entrance.join(
                            decode(WelcomeRecord::decode, content),
                            () -> device.store().settings().setInbox(after));
                } else if (kind.equals(RecordKind.INVITATION)) {
                    invited(decode(InvitationRecord::decode, content));
                } else if (kind.equals(RecordKind.INVITATION_ANSWERED)) {
                    answered(decode(AnswerRecord::decode, content));
                } else if (kind.equals(RecordKind.REMOVED)) {
                    removed(decode(RemovedRecord::decode, content));
                }
            } catch (DecodeException | ClientException e) {
                passOver(e);
            } catch (NodeException e) {
                if (e.wantsReconnect() || e.wantsLater()) {
                    throw e;
                }
                passOver(e);
            }
        }
        device.store().settings().setInbox(after);
    }

    private static <T> T decode(Decoder<T> decoder, byte[] content) throws DecodeException {
        return decoder.decodeAll(content);
    }

    /** Nothing that somebody sends may stop what comes behind it. */
    private void passOver(Exception reason) {
        listener.notice("something that was sent to this device is of no use: " + reason.getMessage());
    }

    private void invited(InvitationRecord record) throws NodeException, InterruptedException {
        Contact contact = accounts.known(record.from()).whenAsks();
        device.store().contacts().save(contact);
        if (contact.asks()) {
            listener.invited(contact.handle());
        } else {
            // They ask again, perhaps because the first answer was lost on their side.
            session.ask(new AnswerInvitation(record.from(), true));
        }
    }

    private void answered(AnswerRecord record) throws NodeException, InterruptedException {
        Contact contact = accounts.known(record.from());
        if (contact.asked()) {
            device.store().contacts().save(contact.whenAnswered(record.accepted()));
        }
    }

    private void removed(RemovedRecord record) throws NodeException, InterruptedException {
        if (rooms.find(record.room()).isPresent()) {
            try {
                rooms.catchUp(record.room());
            } catch (NodeException e) {
                if (e.wantsReconnect() || e.wantsLater()) {
                    throw e;
                }
                rooms.stick(record.room(), "the server says that this device was removed, and does not show by whom");
            }
        }
    }
}
