package chat.paloma.bench.paloma;

import static chat.paloma.bench.paloma.PalomaDevice.CRYPTO;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.OpaqueEnvelope;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Phase;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.load.Subject;
import chat.paloma.bench.load.Texts;
import chat.paloma.bench.wire.Loop;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.InboxRecords.LargeCommit;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.RoomRequests.Commit;
import chat.paloma.core.wire.WireLimits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Nodes of one server, with registered devices in real rooms, whose connections are spread over the nodes. Opaque messages come from all members in turn; texts from the room's
 * owner, who encrypts some ahead, so that the figures are the node's and not the client's.
 */
public final class PalomaSubject implements Subject {
    private static final int PATIENCE_SECONDS = 120;
    private static final int NO_CONTENT = 204;

    private final Loop loop;
    private final String name;
    private final String version;
    private final List<PalomaNode> nodes;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<PalomaWire> wires = new ArrayList<>();
    private final List<PalomaRoom> rooms = new ArrayList<>();
    private final List<OpaqueEnvelope> envelopes = new ArrayList<>();
    private final Map<Integer, Deque<Payload>> encrypted = new HashMap<>();
    private List<PalomaDevice> devices = List.of();

    /** One node, as it comes. */
    public PalomaSubject(Loop loop, PalomaNode node) {
        this(loop, "paloma", "Paloma on SQLite, acknowledged when durable", List.of(node));
    }

    /**
     * Nodes of one database.
     *
     * @param nodes at least one
     */
    public PalomaSubject(Loop loop, String name, String version, List<PalomaNode> nodes) {
        this.loop = loop;
        this.name = name;
        this.version = version;
        this.nodes = List.copyOf(nodes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public boolean carries(Phase.Content content) {
        return true;
    }

    /** The first of its nodes. */
    public PalomaNode node() {
        return nodes.getFirst();
    }

    /** How many there are. */
    public int nodes() {
        return nodes.size();
    }

    private PalomaNode nodeOf(int client) {
        return nodes.get(client % nodes.size());
    }

    @Override
    public ServerProcess server() {
        return node().process();
    }

    @Override
    public Duration cpu() {
        return nodes.stream().map(each -> each.process().cpu()).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void join(Plan plan, Arrivals arrivals) throws BenchmarkException {
        devices = PalomaDevice.register(plan.clients(), "device-", "http://localhost:" + node().port(), http);
        List<CompletableFuture<PalomaWire>> connecting = new ArrayList<>();
        for (int i = 0; i < plan.clients(); i++) {
            connecting.add(PalomaWire.connect(loop, nodeOf(i).port(), Optional.empty(), i, devices.get(i), arrivals));
        }
        for (CompletableFuture<PalomaWire> each : connecting) {
            wires.add(await(each));
        }
        for (Plan.Room room : plan.rooms()) {
            make(room.members());
        }
        List<CompletableFuture<?>> following = new ArrayList<>();
        for (int i = 0; i < plan.clients(); i++) {
            List<LaneId> lanes =
                    plan.roomsOf(i).stream().map(room -> rooms.get(room).lane()).toList();
            if (!lanes.isEmpty()) {
                PalomaWire wire = wires.get(i);
                following.add(loop.call(() -> wire.follow(lanes)));
            }
        }
        for (CompletableFuture<?> each : following) {
            await(each);
        }
    }

    private void make(List<Integer> members) throws BenchmarkException {
        try {
            int ownerIndex = members.getFirst();
            PalomaRoom room = new PalomaRoom(devices.get(ownerIndex));
            List<PalomaDevice> others =
                    members.stream().skip(1).map(devices::get).toList();
            int first = Math.min(PalomaRoom.FIRST, others.size());
            ask(ownerIndex, room.open(others.subList(0, first)));
            for (int i = first; i < others.size(); i += PalomaRoom.ADDED_AT_ONCE) {
                commit(
                        ownerIndex,
                        room,
                        room.add(others.subList(i, Math.min(i + PalomaRoom.ADDED_AT_ONCE, others.size()))));
            }
            rooms.add(room);
            envelopes.add(room.opaque(OpaqueEnvelope.LENGTH));
        } catch (CryptoException | MlsException e) {
            throw new BenchmarkException("making a room: " + e, e);
        }
    }

    private void commit(int owner, PalomaRoom room, PalomaRoom.Made made) throws BenchmarkException {
        ByteString bytes = ByteString.adopt(made.commit().commit().encoded());
        boolean large = bytes.length() > WireLimits.MAX_INLINE_COMMIT;
        ask(
                owner,
                new Commit(
                        room.id,
                        room.owner.nextNumber(),
                        made.before(),
                        large,
                        large ? upload(owner, room, bytes) : bytes,
                        made.groupInfo(),
                        made.welcomes()));
    }

    /** Uploads a commit that is too long for a request; what stands in its place there. */
    private ByteString upload(int owner, PalomaRoom room, ByteString commit) throws BenchmarkException {
        byte[] bytes = commit.toByteArray();
        BlobId blob = new BlobId(ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, bytes)));
        String token = ask(owner, new BeginUpload(room.id, blob, bytes.length)).token();
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + node().port() + "/v1/blobs/"
                                    + blob.bytes().toHex()))
                            .header("Authorization", "Bearer " + token)
                            .header("Upload-Offset", "0")
                            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != NO_CONTENT) {
                throw new BenchmarkException("the node refused a commit: HTTP status " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new BenchmarkException("uploading a commit: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
        return ByteString.adopt(new LargeCommit(blob, bytes.length).encoded());
    }

    private <A extends TlsEncodable> A ask(int client, Request<A> request) throws BenchmarkException {
        PalomaWire wire = wires.get(client);
        return await(loop.call(() -> wire.ask(request)));
    }

    private static <T> T await(CompletableFuture<T> future) throws BenchmarkException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new BenchmarkException("paloma: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new BenchmarkException("the node does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkException("interrupted", e);
        }
    }

    /** Gives opaque messages this length from now on, in bytes. */
    public void useLength(int length) throws BenchmarkException {
        loop.call(() -> {
            for (int i = 0; i < rooms.size(); i++) {
                envelopes.set(i, rooms.get(i).opaque(length));
            }
            return length;
        });
    }

    /** Encrypts so many texts of a room ahead. */
    public void encryptAhead(int room, int count) throws BenchmarkException {
        Deque<Payload> texts = encrypted.computeIfAbsent(room, _ -> new ArrayDeque<>());
        try {
            while (texts.size() < count) {
                texts.add(rooms.get(room).encrypt(Texts.numbered(texts.size())));
            }
        } catch (MlsException e) {
            throw new BenchmarkException("encrypting: " + e, e);
        }
    }

    @Override
    public Payload payload(int room, Phase.Content content, long number) {
        if (content == Phase.Content.OPAQUE) {
            return envelopes.get(room).numbered(number);
        }
        Deque<Payload> ahead = encrypted.getOrDefault(room, new ArrayDeque<>());
        if (!ahead.isEmpty()) {
            return ahead.remove();
        }
        try {
            return rooms.get(room).encrypt(Texts.numbered(number));
        } catch (MlsException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    @Override
    public void send(int client, int room, Phase.Content content, Payload payload) {
        PalomaRoom to = rooms.get(room);
        int sender = content == Phase.Content.TEXT ? devices.indexOf(to.owner) : client;
        wires.get(sender)
                .append(new Append(
                        to.id,
                        devices.get(sender).nextNumber(),
                        RecordKind.APPLICATION,
                        to.epoch(),
                        new Envelope(ByteString.adopt(payload.bytes()))));
    }

    @Override
    public void close() {
        loop.run(() -> wires.forEach(PalomaWire::close));
        nodes.forEach(PalomaNode::close);
    }
}
