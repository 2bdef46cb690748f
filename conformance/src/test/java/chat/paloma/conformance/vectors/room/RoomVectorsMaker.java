package chat.paloma.conformance.vectors.room;

import chat.paloma.conformance.SeededRandom;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.room.Room;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomLimits;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.snapshot.SignedSnapshot;
import chat.paloma.core.room.snapshot.Snapshot;
import chat.paloma.core.room.snapshot.SnapshotPart;
import chat.paloma.core.room.snapshot.SnapshotWriter;
import chat.paloma.core.room.store.MemoryRoomStore;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.WriterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Makes the vectors of rooms from seeds. They are made once: what is stored is the contract, and this shows where it
 * came from. Run it with the file's path only when docs/room.md gets something new.
 */
final class RoomVectorsMaker {
    private final CryptoProvider crypto = new BouncyCastleCrypto();

    private RoomVectorsMaker() {}

    /** Writes to the file that the arguments name. */
    public static void main(String[] arguments) throws Exception {
        Files.writeString(Path.of(arguments[0]), document());
    }

    /** The whole document. */
    static String document() throws Exception {
        return new RoomVectorsMaker().make().toString(WriterConfig.PRETTY_PRINT) + "\n";
    }

    private JsonObject make() throws Exception {
        SampleOperations samples = new SampleOperations(new SeededRandom(crypto, "room operations"));
        JsonArray operations = new JsonArray();
        for (Operation operation : samples.operations()) {
            operations.add(new JsonObject()
                    .add("kind", operation.kind().value())
                    .add("bytes", hex(operation.encoded()))
                    .add("id", operation.id(crypto).toString()));
        }
        JsonArray refused = new JsonArray();
        samples.refused().forEach(bytes -> refused.add(bytes.toHex()));
        JsonArray rooms = new JsonArray();
        for (String name : List.of("one", "two", "three")) {
            rooms.add(room(name, RoomStory.of(crypto, "room " + name, 36)));
        }
        JsonArray parts = new JsonArray();
        JsonArray snapshots = new JsonArray();
        snapshot(samples, parts, snapshots);
        return new JsonObject()
                .add("operations", operations)
                .add("refused", refused)
                .add("parts", parts)
                .add("snapshots", snapshots)
                .add("rooms", rooms);
    }

    private static String hex(byte[] bytes) {
        return ByteString.adopt(bytes).toHex();
    }

    private JsonObject room(String name, List<RoomInput.Accepted> story) {
        JsonArray accepted = new JsonArray();
        for (RoomInput.Accepted input : story) {
            accepted.add(new JsonObject()
                    .add("time", input.acceptTime())
                    .add("operation", hex(input.operation().encoded())));
        }
        JsonArray shows = new JsonArray();
        RoomVectors.shows(crypto, List.copyOf(story)).forEach(shows::add);
        return new JsonObject().add("name", name).add("accepted", accepted).add("shows", shows);
    }

    private void snapshot(SampleOperations samples, JsonArray parts, JsonArray snapshots) throws Exception {
        List<RoomInput> story = List.copyOf(RoomStory.of(crypto, "room snapshot", 12));
        MemoryRoomStore store = new MemoryRoomStore();
        Operation first = ((RoomInput.Accepted) story.getFirst()).operation();
        Room room = new Room(crypto, first.room(), store, RoomLimits.DEFAULT);
        store.write(room.apply(story).writes());
        RoomView view = room.view();
        SnapshotPart part =
                new SnapshotWriter(view, Optional.empty()).next(view).orElseThrow();
        parts.add(new JsonObject()
                .add("bytes", hex(part.encoded()))
                .add("hash", part.hash(crypto).toHex()));
        SeededRandom random = new SeededRandom(crypto, "room snapshot keys");
        DeviceKeys keys = DeviceKeys.generate(crypto, List.of(DeviceKeyAlgorithm.ED25519), random);
        Snapshot content = new Snapshot(
                first.room(),
                new DeviceAddress(first.device().account(), keys.device()),
                1_800_000_000_000L,
                samples.lanes(),
                view.heads(100),
                true,
                part.entries().size(),
                List.of(new Snapshot.Part(part.hash(crypto), samples.blob())));
        SignedSnapshot signed = SignedSnapshot.sign(crypto, content, keys.authenticationKey(), random);
        snapshots.add(new JsonObject()
                .add("bytes", hex(signed.encoded()))
                .add("hash", signed.hash(crypto).toHex()));
    }
}
