package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.LaneRequests;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RequestType;
import chat.paloma.core.wire.RequestTypes;
import chat.paloma.sim.base.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The node: connections in, frames out. Single-threaded; what a request changes is durable when it is answered. */
public final class SimNode {
    /** Under which people reach it. */
    public static final String ORIGIN = "https://node.test";

    private final NodeHost host;
    private final SeededRandom random;
    private final NodeContext context;
    private final Requests requests;
    private final MessagePart messages;
    private final HttpPart web;
    private final Map<Long, NodeSession> sessions = new TreeMap<>();
    private final SeededRandom order;
    private final List<News> news = new ArrayList<>();
    private Conduct conduct = Conduct.HONEST;

    /**
     * A record that was appended to a room's lane.
     *
     * @param epoch whether an epoch began with it
     * @param joined who came in by itself with it
     * @param author who wrote it, when it is a message
     */
    public record News(
            RoomId room,
            long sequence,
            String what,
            boolean epoch,
            Optional<DeviceAddress> joined,
            Optional<DeviceAddress> author) {
        private static News of(Committed committed, RoomId room) {
            RecordKind kind = committed.record().header().kind();
            boolean commit = kind.equals(RecordKind.COMMIT) || kind.equals(RecordKind.LARGE_COMMIT);
            String what = commit
                    ? "a commit"
                    : kind.equals(RecordKind.APPLICATION)
                            ? "a message"
                            : kind.equals(RecordKind.PROPOSAL) ? "a proposal" : "an opening";
            return new News(
                    room,
                    committed.position().sequence(),
                    what,
                    commit || kind.equals(RecordKind.ROOM_OPENED),
                    committed.joined(),
                    committed.author());
        }
    }

    public SimNode(NodeHost host, CryptoProvider crypto, CipherSuite suite, SeededRandom random) {
        this.host = host;
        this.random = random;
        this.order = new SeededRandom(random.nextLong());
        SignatureKeyPair key = crypto.generateSignatureKeyPair(suite.signature(), random);
        NodeState state = new NodeState(crypto, new ServerId(ByteString.adopt(random.nextBytes(ServerId.LENGTH))));
        this.context = new NodeContext(crypto, suite, key, random, host::now, state);
        AccountPart accounts = new AccountPart(context);
        BlobPart blobs = new BlobPart(context);
        this.messages = new MessagePart(context);
        this.web = new HttpPart(accounts, blobs);
        KeyPart keys = new KeyPart(context, this::stockLow);
        this.requests = new Requests(
                context, accounts, keys, messages, new RoomPart(context), new QueryPart(context), blobs, this::signal);
    }

    /** Breaks a rule from now on. */
    public void breakBy(Flaw flaw) {
        context.breakBy(flaw);
        context.state().forgetsNumbers |= flaw == Flaw.FORGETS_NUMBERS;
    }

    /** Behaves so from now on. */
    public void behave(Conduct next) {
        conduct = next;
    }

    // Connections

    /** A connection is open. */
    public void opened(long connection) {
        sessions.put(connection, new NodeSession(host, connection));
    }

    /** A connection is gone. */
    public void closed(long connection) {
        NodeSession session = sessions.remove(connection);
        if (session != null) {
            session.gone();
        }
    }

    /** A frame came in. */
    public void received(long connection, ByteString bytes) {
        NodeSession session = sessions.get(connection);
        if (session == null || session.isClosed()) {
            return;
        }
        try {
            if (Frame.decode(bytes.toByteArray()) instanceof Frame.Asked asked && asked.id() != 0) {
                take(session, asked);
            } else {
                end(session, Failure.of(FailureCode.MALFORMED_FRAME, "a device sends requests, with ids from 1"));
            }
        } catch (DecodeException e) {
            end(session, Failure.of(FailureCode.MALFORMED_FRAME, String.valueOf(e.getMessage())));
        }
    }

    /** A request that came in comes in once more: it is done again, and nobody hears the answer. */
    public void receivedAgain(long connection, ByteString bytes) {
        NodeSession session = sessions.get(connection);
        if (session == null || session.isClosed() || session.device == null) {
            return;
        }
        try {
            if (Frame.decode(bytes.toByteArray()) instanceof Frame.Asked asked) {
                requests.answer(session, session.device, request(asked));
            }
        } catch (DecodeException | Refused e) {
            // A refusal changes nothing, and nobody is told.
        }
        publish();
    }

    private static void end(NodeSession session, Failure failure) {
        session.send(ByteString.adopt(new Frame.Refused(0, failure).encoded()));
        session.close();
    }

    private void take(NodeSession session, Frame.Asked asked) {
        Frame answer;
        try {
            answer = new Frame.Answered(
                    asked.id(), ByteString.adopt(answer(session, asked).encoded()));
        } catch (Refused e) {
            answer = new Frame.Refused(asked.id(), e.failure());
        }
        ByteString frame = ByteString.adopt(answer.encoded());
        // The acknowledgement and the event of one record go out in either order.
        boolean answerFirst = order.nextInt(4) == 0 || asked.type() == LaneRequests.FOLLOW.number();
        if (answerFirst) {
            session.send(frame);
        }
        publish();
        if (!answerFirst) {
            session.send(frame);
        }
    }

    private TlsEncodable answer(NodeSession session, Frame.Asked asked) {
        Request<?> request = request(asked);
        DeviceAddress device = session.device;
        if (device == null) {
            return new Handshake(context, random).step(session, request, this::replaceOthers);
        }
        Optional<TlsEncodable> instead = conduct.instead(device, request);
        return instead.isPresent()
                ? instead.get()
                : conduct.answer(device, request, requests.answer(session, device, request));
    }

    private static Request<?> request(Frame.Asked asked) {
        RequestType<?, ?> type = RequestTypes.of(asked.type())
                .orElseThrow(() -> new Refused(FailureCode.UNKNOWN_REQUEST, "type " + asked.type()));
        try {
            return (Request<?>) type.request().decodeAll(asked.body().toByteArray());
        } catch (DecodeException e) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, type.name() + ": " + e.getMessage());
        }
    }

    /** A device has one connection: the newer one replaces the older. */
    private void replaceOthers(NodeSession session, DeviceAddress device) {
        for (NodeSession other : List.copyOf(sessions.values())) {
            if (other != session && device.equals(other.device)) {
                other.device = null;
                other.unfollowAll();
                end(other, Failure.of(FailureCode.REPLACED, ""));
            }
        }
    }

    /** Tells what was appended to those who follow, and ends the connections of those who may no longer. */
    private void publish() {
        context.takeCutOff().forEach(this::cutOff);
        for (Committed committed : context.takeAppended()) {
            Event event = new Event.Delivered(
                    committed.lane(), record(committed), committed.position().head());
            sessions.values().forEach(session -> {
                DeviceAddress device = session.device;
                if (device != null
                        && session.advance(
                                committed.lane(), committed.position().sequence())) {
                    session.tell(conduct.events(device, event));
                }
            });
            if (committed.lane() instanceof LaneId.Room room) {
                retain(room);
                news.add(News.of(committed, room.room()));
            }
        }
    }

    private LaneRecord record(Committed committed) {
        RecordHeader header = committed.record().header();
        if (!context.has(Flaw.SKIPS_SEQUENCES) || header.sequence() < 2) {
            return committed.record();
        }
        RecordHeader moved = new RecordHeader(
                header.sequence() - 1, header.acceptTime(), header.kind(), header.epoch(), header.envelopeHash());
        return new LaneRecord(moved, committed.record().envelope());
    }

    /** Nobody but a room's devices follows its lane any longer. */
    private void retain(LaneId.Room lane) {
        SimRoom room = context.state().room(lane.room()).orElseThrow();
        sessions.values().stream()
                .filter(session -> session.follows(lane))
                .filter(session -> session.device == null || !room.hasDevice(session.device))
                .forEach(session -> session.unfollow(lane));
    }

    private void cutOff(DeviceAddress device) {
        sessions.values().stream()
                .filter(session -> device.equals(session.device))
                .forEach(session -> end(session, Failure.of(FailureCode.DEVICE_REVOKED, "")));
        messages.proposeRemovals();
    }

    private void stockLow(DeviceAddress device, int left) {
        sessions.values().stream()
                .filter(session -> device.equals(session.device))
                .forEach(session -> session.tell(List.of(new Event.StockLow(left))));
    }

    private void signal(DeviceAddress from, LaneId lane, Event event) {
        sessions.values().stream()
                .filter(session -> session.follows(lane) && !from.equals(session.device))
                .forEach(session -> session.tell(List.of(event)));
    }

    /** Takes what was appended to rooms since the last time. */
    public List<News> takeNews() {
        List<News> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    // What happens to a node

    /** Tells everybody to come back, and stops serving these connections. */
    public void drain(int reconnectAfter) {
        for (NodeSession session : List.copyOf(sessions.values())) {
            session.tell(List.of(new Event.Draining(reconnectAfter)));
            end(session, Failure.after(FailureCode.DRAINING, reconnectAfter, ""));
        }
        sessions.clear();
    }

    /** The process is gone; what it answered is on its disk. */
    public void crash() {
        if (context.has(Flaw.LOSES_WHAT_IT_ACKNOWLEDGED)) {
            context.state()
                    .rooms
                    .keySet()
                    .forEach(room ->
                            context.state().require(NodeState.lane(room)).loseLast());
        }
        sessions.values().forEach(NodeSession::gone);
        sessions.clear();
    }

    /** Proposes what a crash left undone, as the node does at its start and now and then. */
    public void maintain() {
        messages.proposeRemovals();
        publish();
    }

    /** A lane is no longer told to one of those who follow it, as if its connection were slow. */
    public void letFallBehind(SeededRandom chooser) {
        List<NodeSession> able = new ArrayList<>(sessions.values());
        able.removeIf(session -> session.device == null);
        if (able.isEmpty()) {
            return;
        }
        NodeSession session = chooser.pick(able);
        List<LaneId> lanes =
                context.state().lanes.keySet().stream().filter(session::follows).toList();
        if (!lanes.isEmpty()) {
            LaneId lane = chooser.pick(lanes);
            session.unfollow(lane);
            session.tell(List.of(new Event.FellBehind(lane)));
        }
    }

    /** A copy of everything on the disk. */
    public Backup backup() {
        return new Backup(context.state().copy());
    }

    /** What a node had on its disk once. */
    public static final class Backup {
        private final NodeState state;

        private Backup(NodeState state) {
            this.state = state;
        }
    }

    /** The node is put back to a backup, and opens the next incarnation of each lane. Its connections are gone. */
    public void restore(Backup backup) {
        crash();
        NodeState state = backup.state.copy();
        state.beginIncarnation();
        context.restore(state);
    }

    /** Does an HTTP request. */
    public HttpPart.Answer http(String method, String path, ByteString body) {
        HttpPart.Answer answer = web.answer(method, path, body);
        publish();
        return answer;
    }

    // Looking, for those who check

    public ServerId server() {
        return context.state().server;
    }

    /** A room as the node has it. */
    public Optional<SimRoom> room(RoomId room) {
        return context.state().room(room);
    }

    public List<RoomId> rooms() {
        return List.copyOf(context.state().rooms.keySet());
    }

    /** Where a room's lane ends. */
    public Optional<SimLane> lane(LaneId lane) {
        return context.state().find(lane);
    }
}
