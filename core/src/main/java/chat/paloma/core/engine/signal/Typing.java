package chat.paloma.core.engine.signal;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.wire.Event.Signalled;
import chat.paloma.core.wire.SignalRequests.Signal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who is writing. Somebody who says nothing for a while no longer is. */
public final class Typing {
    private static final long REPEAT = 4_000;
    private static final long FORGOTTEN = 8_000;
    private static final int MAX_KNOWN = 1_000;
    private static final String LABEL = "paloma signal";

    /** What a device says of itself. */
    private record State(DeviceAddress device, boolean typing) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(device).writeUint8(typing ? 1 : 0);
        }

        static State decode(TlsReader in) throws DecodeException {
            if (in.readUint8() != 1) {
                throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "another kind of signal");
            }
            return new State(DeviceAddress.decode(in), in.readUint8() == 1);
        }
    }

    private record Who(RoomId room, AccountId account) {}

    private final RoomContext context;
    private final Device device;
    private final ExporterSeal seal;
    private final Map<RoomId, Long> saidAt = new HashMap<>();
    private final Map<Who, Long> until = new HashMap<>();

    public Typing(RoomContext context) {
        this.context = context;
        this.device = context.device();
        this.seal = new ExporterSeal(device);
    }

    /** The person is writing, or no longer; what was just said is not said again. */
    public void say(RoomId room, boolean typing) {
        Optional<Group> group = context.rooms().groups().find(room);
        long last = saidAt.getOrDefault(room, 0L);
        boolean justSaid = typing && device.millis() - last < REPEAT;
        if (group.isEmpty() || justSaid || (!typing && last == 0)) {
            return;
        }
        saidAt.put(room, typing ? device.millis() : 0L);
        RoomEpoch epoch = context.rooms().epoch(room);
        SecretBytes key = key(group.get());
        context.link()
                .ask(
                        new Signal(room, seal.seal(epoch, key, new State(device.address(), typing))),
                        done -> {},
                        failure -> {});
        key.erase();
    }

    private static SecretBytes key(Group group) {
        return group.export(LABEL, new byte[0], ExporterSeal.KEY);
    }

    /** Takes in a signal. One that nobody here can read is passed over. */
    public void signalled(Signalled event) {
        Optional<State> state = seal.open(
                event.content(),
                epoch -> context.rooms()
                        .groups()
                        .find(event.room())
                        .filter(group -> context.rooms().epoch(event.room()).equals(epoch))
                        .map(Typing::key),
                State::decode);
        state.filter(each -> !each.device().account().equals(device.account()))
                .filter(each -> context.rooms()
                        .roster(event.room())
                        .filter(roster -> roster.contains(each.device().account()))
                        .isPresent())
                .ifPresent(each -> note(new Who(event.room(), each.device().account()), each.typing()));
    }

    private void note(Who who, boolean typing) {
        if (!typing) {
            stop(who);
        } else if (until.size() < MAX_KNOWN || until.containsKey(who)) {
            boolean news = until.put(who, device.millis() + FORGOTTEN) == null;
            if (news) {
                device.show(new EngineEvent.TypingChanged(who.room(), who.account(), true));
            }
            device.after(FORGOTTEN, () -> {
                Long end = until.get(who);
                if (end != null && end <= device.millis()) {
                    stop(who);
                }
            });
        }
    }

    private void stop(Who who) {
        if (until.remove(who) != null) {
            device.show(new EngineEvent.TypingChanged(who.room(), who.account(), false));
        }
    }
}
