package chat.paloma.conformance.vectors.room;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Room;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomLimits;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.SnapshotPart;
import chat.paloma.core.room.store.MemoryRoomStore;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Operations with their ids, bytes that are none, snapshots with their hashes, and rooms: what was accepted when, and
 * what the room shows then, whether it is told in that order, the other way round, or all of it twice.
 */
public final class RoomVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("operations", "refused", "parts", "snapshots", "rooms");

    @Override
    public String name() {
        return "paloma room";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.hasFields(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        CryptoProvider crypto = run.crypto();
        JsonObject all = document.asObject();
        for (JsonValue entry : Json.field(all, "operations").asArray()) {
            JsonObject operation = entry.asObject();
            run.check("operation of kind " + Json.integer(operation, "kind"), () -> operation(operation, crypto));
        }
        for (JsonValue bytes : Json.field(all, "refused").asArray()) {
            run.check("refused " + bytes.asString(), () -> refused(ByteString.fromHex(bytes.asString())));
        }
        for (JsonValue entry : Json.field(all, "parts").asArray()) {
            run.check("part", () -> part(entry.asObject(), crypto));
        }
        for (JsonValue entry : Json.field(all, "snapshots").asArray()) {
            run.check("snapshot", () -> snapshot(entry.asObject(), crypto));
        }
        for (JsonValue entry : Json.field(all, "rooms").asArray()) {
            JsonObject room = entry.asObject();
            run.check("room " + Json.field(room, "name").asString(), () -> room(room, crypto));
        }
    }

    private static void operation(JsonObject vector, CryptoProvider crypto) throws DecodeException {
        ByteString bytes = Json.hex(vector, "bytes");
        Operation operation = Operation.decode(bytes.toByteArray());
        expectEqual(bytes, ByteString.adopt(operation.encoded()), "bytes");
        expectEqual(Json.integer(vector, "kind"), operation.kind().value(), "kind");
        expectEqual(Json.hex(vector, "id"), operation.id(crypto).bytes(), "id");
    }

    private static void refused(ByteString bytes) {
        boolean read = true;
        try {
            Operation.decode(bytes.toByteArray());
        } catch (DecodeException refusal) {
            read = false;
        }
        expect(!read, "it was read");
    }

    private static void part(JsonObject vector, CryptoProvider crypto) throws DecodeException {
        ByteString bytes = Json.hex(vector, "bytes");
        SnapshotPart part = SnapshotPart.decode(bytes.toByteArray());
        expectEqual(bytes, ByteString.adopt(part.encoded()), "bytes");
        expectEqual(Json.hex(vector, "hash"), part.hash(crypto), "hash");
    }

    private static void snapshot(JsonObject vector, CryptoProvider crypto) throws DecodeException {
        ByteString bytes = Json.hex(vector, "bytes");
        SignedSnapshot snapshot = SignedSnapshot.decode(bytes.toByteArray());
        expectEqual(bytes, ByteString.adopt(snapshot.encoded()), "bytes");
        expectEqual(Json.hex(vector, "hash"), snapshot.hash(crypto), "hash");
    }

    private static void room(JsonObject vector, CryptoProvider crypto) throws DecodeException {
        List<RoomInput> inputs = new ArrayList<>();
        for (JsonValue entry : Json.field(vector, "accepted").asArray()) {
            JsonObject accepted = entry.asObject();
            inputs.add(new RoomInput.Accepted(
                    Operation.decode(Json.bytes(accepted, "operation")),
                    Json.unsignedLong(accepted, "time"),
                    new Attestation.Verified(ByteString.EMPTY)));
        }
        List<String> expected = new ArrayList<>();
        Json.field(vector, "shows").asArray().forEach(line -> expected.add(line.asString()));
        expectEqual(expected, shows(crypto, inputs), "in order");
        List<RoomInput> backwards = new ArrayList<>(inputs);
        Collections.reverse(backwards);
        expectEqual(expected, shows(crypto, backwards), "backwards");
        backwards.addAll(inputs);
        expectEqual(expected, shows(crypto, backwards), "twice");
    }

    /** What a room shows that was told this, one by one. */
    static List<String> shows(CryptoProvider crypto, List<RoomInput> inputs) {
        MemoryRoomStore store = new MemoryRoomStore();
        Room room = new Room(crypto, firstRoom(inputs), store, RoomLimits.DEFAULT);
        for (RoomInput input : inputs) {
            store.write(room.apply(input).writes());
        }
        return RoomLines.of(room.view());
    }

    private static RoomId firstRoom(List<RoomInput> inputs) {
        return ((RoomInput.Accepted) inputs.getFirst()).operation().room();
    }
}
