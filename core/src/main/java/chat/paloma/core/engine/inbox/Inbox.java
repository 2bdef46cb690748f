package chat.paloma.core.engine.inbox;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.lane.LaneFollower;
import chat.paloma.core.engine.lane.LaneSink;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomLanes;
import chat.paloma.core.engine.state.Single;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Event.Delivered;
import chat.paloma.core.wire.InboxRecords.AnswerRecord;
import chat.paloma.core.wire.InboxRecords.DevicesChangedRecord;
import chat.paloma.core.wire.InboxRecords.DirectRecord;
import chat.paloma.core.wire.InboxRecords.InvitationRecord;
import chat.paloma.core.wire.InboxRecords.RemovedRecord;
import chat.paloma.core.wire.InboxRecords.WelcomeRecord;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.LaneRequests.TrimInbox;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The device's inbox on one connection. Records are taken in one after the other; one that needs something of the node
 * first keeps those behind it waiting. Nothing that somebody sends may stop what comes behind it.
 */
public final class Inbox implements LaneSink {
    private static final int TABLE = 31;

    /** How far it was read. */
    private record Read(LaneChain chain) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(chain.lane()).write(chain.position()).writeUint64(chain.lastTime());
        }

        static Read decode(TlsReader in) throws DecodeException {
            return new Read(new LaneChain(LaneId.decode(in), Position.decode(in), in.readUint64()));
        }
    }

    /** What other parts of the engine do with records that concern them. */
    public interface Listener {
        /** The own device list has a new version. */
        void devicesChanged(long version);

        /** Another device of the account sent something. */
        void direct(DirectRecord record);

        /** Everything was read. */
        void caughtUp();
    }

    private final RoomContext context;
    private final Device device;
    private final RoomLanes lanes;
    private final Welcomes welcomes;
    private final Listener listener;
    private final Single<Read> read;
    private final LaneFollower follower;
    private boolean busy;
    private boolean caughtUp;

    public Inbox(RoomContext context, RoomLanes lanes, Listener listener) {
        this.context = context;
        this.device = context.device();
        this.lanes = lanes;
        this.listener = listener;
        this.welcomes = new Welcomes(context, lanes);
        this.read = new Single<>(device.state(), TABLE, 0, Read::decode);
        this.follower = new LaneFollower(device.crypto(), context.link(), this);
    }

    public void start() {
        follower.start();
    }

    public void delivered(Delivered event) {
        follower.delivered(event);
    }

    public void fellBehind() {
        follower.fellBehind();
    }

    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Begins to read at a position, for a device that the inbox's past does not concern. */
    public static void beginAt(Device device, Position position) {
        new Single<>(device.state(), TABLE, 0, Read::decode).set(new Read(new LaneChain(device.inbox(), position, 0)));
    }

    @Override
    public LaneChain chain() {
        return read.get()
                .map(Read::chain)
                .orElseGet(() -> LaneChain.from(device.crypto(), LaneStart.first(device.server(), device.inbox())));
    }

    @Override
    public boolean isReady() {
        return !busy;
    }

    @Override
    public void accept(LaneRecord record, LaneChain after) {
        Optional<byte[]> content =
                record.envelope().map(envelope -> envelope.bytes().toByteArray());
        if (content.isEmpty()) {
            read.set(new Read(after));
            return;
        }
        try {
            take(record.header().kind(), content.get(), after);
        } catch (DecodeException e) {
            passOver("it is malformed: " + e.getMessage());
            read.set(new Read(after));
        }
    }

    private void take(RecordKind kind, byte[] content, LaneChain after) throws DecodeException {
        if (kind.equals(RecordKind.WELCOME)) {
            WelcomeRecord record = decode(WelcomeRecord::decode, content);
            waitFor(after, done -> welcomes.join(record, done, this::passOver));
            return;
        }
        if (kind.equals(RecordKind.INVITATION)) {
            InvitationRecord record = decode(InvitationRecord::decode, content);
            waitFor(
                    after,
                    done -> acquaint(record.from(), () -> {
                        invited(record);
                        done.run();
                    }));
            return;
        }
        if (kind.equals(RecordKind.INVITATION_ANSWERED)) {
            answered(decode(AnswerRecord::decode, content));
        } else if (kind.equals(RecordKind.REMOVED)) {
            // The room's lane says who removed this device; the server's word alone ends nothing.
            lanes.readOn(decode(RemovedRecord::decode, content).room());
        } else if (kind.equals(RecordKind.DEVICES_CHANGED)) {
            listener.devicesChanged(
                    decode(DevicesChangedRecord::decode, content).version());
        } else if (kind.equals(RecordKind.DIRECT)) {
            listener.direct(decode(DirectRecord::decode, content));
        }
        read.set(new Read(after));
    }

    private static <T> T decode(chat.paloma.core.codec.Decoder<T> decoder, byte[] content) throws DecodeException {
        return decoder.decodeAll(content);
    }

    /** Takes a record in once something is done, which may be at once. */
    private void waitFor(LaneChain after, Consumer<Runnable> work) {
        busy = true;
        boolean[] later = {false};
        work.accept(() -> {
            busy = false;
            read.set(new Read(after));
            if (later[0]) {
                follower.resume();
            }
        });
        later[0] = true;
    }

    private void acquaint(AccountId account, Runnable done) {
        context.directory().acquaint(List.of(account), done);
    }

    private void passOver(String why) {
        device.notice(Optional.empty(), NoticeKind.INBOX_PASSED_OVER, why);
    }

    private void invited(InvitationRecord record) {
        Optional<Contact> contact = context.contacts().find(record.from());
        if (contact.isEmpty()) {
            passOver("a request of somebody who can't be found");
        } else if (contact.get().accepted()) {
            // They ask again, perhaps because the first answer was lost on their side.
            context.link().ask(new AnswerInvitation(record.from(), true), done -> {}, failure -> {});
        } else if (!contact.get().blocked()) {
            context.contacts().change(record.from(), Contact::whenAsks);
            device.show(new EngineEvent.ContactChanged(record.from()));
        }
    }

    private void answered(AnswerRecord record) {
        context.contacts()
                .change(
                        record.from(),
                        contact -> contact.asked() || contact.accepts()
                                ? contact.whenAnswered(record.accepted())
                                : contact);
        lanes.pokeAll();
    }

    @Override
    public void begin(LaneChain next) {
        read.set(new Read(next));
        nodeRestored();
    }

    /** Lanes go over to another incarnation when the node was restored, and never else. */
    private void nodeRestored() {
        device.profile().setRestoredAt(device.millis());
        lanes.nodeRestored();
    }

    @Override
    public void caughtUp() {
        long sequence = chain().position().sequence();
        if (sequence > 0) {
            context.link().ask(new TrimInbox(sequence), done -> {}, failure -> {});
        }
        if (!caughtUp) {
            caughtUp = true;
            listener.caughtUp();
        }
    }

    @Override
    public boolean restored(LaneStart start) {
        device.notice(
                Optional.empty(),
                NoticeKind.SERVER_RESTORED,
                "the server was restored from a backup; what it lost of this device's inbox was read before");
        read.set(new Read(LaneChain.from(device.crypto(), start)));
        nodeRestored();
        return true;
    }

    @Override
    public void broken(String why) {
        device.notice(Optional.empty(), NoticeKind.SERVER_DECEIVES, "the inbox: " + why);
    }
}
