package chat.paloma.bench.room;

import chat.paloma.client.profile.EncryptedProfile;
import chat.paloma.client.profile.ProfileOptions;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.RoomInput;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.Content;
import chat.paloma.core.room.operation.HybridTime;
import chat.paloma.core.room.operation.Operation;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A profile with one room, of which nothing is in memory but what a step needs. */
final class LargeRoom implements AutoCloseable {
    private static final int DEVICES = 200;
    private static final int BATCH = 1_024;
    private static final long BEGAN = 1_700_000_000_000L;
    private static final RoomId ROOM = new RoomId(filled(RoomId.LENGTH, 7));

    /** What is needed of a device to go on writing. */
    private static final class Author {
        private final DeviceAddress device;
        private Optional<OperationId> last = Optional.empty();
        private long counter;

        private Author(int number) {
            this.device = new DeviceAddress(
                    new AccountId(filled(AccountId.LENGTH, number)), new DeviceId(filled(DeviceId.LENGTH, number)));
        }
    }

    private final JdkCrypto crypto = new JdkCrypto();
    private final Path folder;
    private final List<Author> authors = new ArrayList<>();
    private EncryptedProfile profile;
    private EngineState state;
    private Device device;
    private Rooms rooms;
    private Optional<OperationId> head = Optional.empty();
    private long made;

    LargeRoom(Path folder) {
        this.folder = folder;
        for (int i = 0; i < DEVICES; i++) {
            authors.add(new Author(i));
        }
        this.profile = openProfile();
        this.state = new EngineState(profile);
        this.device = device();
        this.rooms = new Rooms(device);
    }

    private static ByteString filled(int length, int number) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) number);
        return ByteString.adopt(bytes);
    }

    private EncryptedProfile openProfile() {
        return EncryptedProfile.open(ProfileOptions.unprotected(folder), crypto, new SystemRandom());
    }

    private Device device() {
        return new Device(EngineSettings.of("bench"), crypto, new SystemRandom(), state, BEGAN);
    }

    /** Takes in so many more operations. */
    void fill(int operations) {
        for (int done = 0; done < operations; done += BATCH) {
            take(Math.min(BATCH, operations - done));
        }
    }

    private void take(int operations) {
        List<RoomInput> inputs = new ArrayList<>();
        for (int i = 0; i < operations; i++) {
            Operation operation = next();
            inputs.add(new RoomInput.Restored(operation, operation.time(), new Attestation.By(operation.device())));
        }
        rooms.conversations().restore(ROOM, inputs);
        profile.store(state.drain());
        state.handedOver();
        // As a host does in each step: what was to be shown was shown.
        device.takeEvents();
    }

    private Operation next() {
        Author author = authors.get((int) (made % DEVICES));
        List<OperationId> past = head.filter(id -> !author.last.equals(Optional.of(id)))
                .map(List::of)
                .orElse(List.of());
        Operation operation = new Operation(
                ROOM,
                author.device,
                1,
                ++author.counter,
                author.last,
                Content.Message.of("message " + made),
                past,
                HybridTime.ofMillis(BEGAN + made),
                List.of());
        OperationId id = operation.id(crypto);
        author.last = Optional.of(id);
        head = author.last;
        made++;
        return operation;
    }

    /** Closes the profile and opens it again, as a client that is started anew. */
    void reopen() {
        profile.close();
        profile = openProfile();
        state = new EngineState(profile);
        device = device();
        rooms = new Rooms(device);
    }

    /** Opens an engine and shows the newest messages; in milliseconds. */
    double showNewest() {
        long began = System.nanoTime();
        Engine engine = Engine.open(EngineSettings.of("bench"), crypto, new SystemRandom(), profile, BEGAN + made);
        require(engine.view()
                        .conversation(ROOM)
                        .newest(new Listing.Timeline(), 100)
                        .size()
                == 100);
        return millis(began);
    }

    /** Steps back page by page; in milliseconds. */
    double stepBack() {
        long began = System.nanoTime();
        RoomView view = rooms.conversations().view(ROOM);
        List<RoomItem> page = view.newest(new Listing.Timeline(), 100);
        for (int i = 0; i < 9; i++) {
            Order first = page.getFirst().order();
            page = view.before(new Listing.Timeline(), first, 100);
            require(page.size() == 100);
        }
        return millis(began);
    }

    /** Takes in one operation, durably; in milliseconds. */
    double takeInOne() {
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            take(1);
        }
        return millis(began) / 20;
    }

    private static double millis(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the room is not as it was filled");
        }
    }

    /** What is on the heap after a collection, in bytes. */
    double usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return (double) runtime.totalMemory() - runtime.freeMemory();
    }

    @Override
    public void close() {
        profile.close();
    }
}
