package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.DamagedStateException;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.Roster;
import chat.paloma.core.mls.group.Group;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The MLS groups of this device's rooms. A group that took a step is stored with the other changes of the engine's step,
 * once, however many steps of its own it took.
 */
public final class Groups {
    private static final int STATES = 10;
    private static final int TREES = 11;
    private static final int NEXT_STATES = 27;
    private static final int NEXT_TREES = 28;
    private static final int MAX_STATE = 64 << 20;
    private static final int MAX_LIVE = 64;

    private final Device device;
    private final Table<RoomId, ByteString> states;
    private final Table<RoomId, ByteString> trees;
    private final Table<RoomId, ByteString> nextStates;
    private final Table<RoomId, ByteString> nextTrees;
    private final Map<RoomId, Group> live = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<RoomId, ByteString> storedTrees = new HashMap<>();
    private final Set<RoomId> dirty = new LinkedHashSet<>();

    public Groups(Device device) {
        this.device = device;
        this.states = new Table<>(device.state(), STATES, RoomId::decode, in -> ByteString.decode(in, MAX_STATE));
        this.trees = new Table<>(device.state(), TREES, RoomId::decode, in -> ByteString.decode(in, MAX_STATE));
        this.nextStates =
                new Table<>(device.state(), NEXT_STATES, RoomId::decode, in -> ByteString.decode(in, MAX_STATE));
        this.nextTrees =
                new Table<>(device.state(), NEXT_TREES, RoomId::decode, in -> ByteString.decode(in, MAX_STATE));
    }

    /** The group of a room as it is now. */
    public Optional<Group> find(RoomId room) {
        Group known = live.get(room);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Group> stored = states.get(room).map(state -> restore(room, state));
        stored.ifPresent(group -> live.put(room, group));
        return stored;
    }

    /** The group of a room in which this device is. */
    public Group require(RoomId room) {
        return find(room).orElseThrow(() -> new IllegalStateException("a room without its group"));
    }

    private Group restore(RoomId room, ByteString state) {
        try {
            Group group = restore(state, trees.get(room).orElse(ByteString.EMPTY));
            storedTrees.put(room, group.context().treeHash());
            return group;
        } catch (DecodeException e) {
            throw new DamagedStateException("the group of a room: " + e.getMessage(), e);
        }
    }

    private Group restore(ByteString state, ByteString tree) throws DecodeException {
        return Group.restore(device.crypto(), EngineSettings.GROUPS, state.toByteArray(), tree.toByteArray());
    }

    /** Who is in a room, and may do what. */
    public static Roster roster(Group group) {
        try {
            return Roster.of(group.epochState());
        } catch (DecodeException e) {
            throw new IllegalStateException("the rules of rooms let a group pass that is none", e);
        }
    }

    /** Goes on with a group that took a step. */
    public void set(RoomId room, Group group) {
        live.put(room, group);
        dirty.add(room);
    }

    // The next generation

    /** Keeps the group in which a room is to go on, until the node has taken it. */
    void setNext(RoomId room, Group group) {
        SecretBytes state = group.encodeState();
        nextStates.put(room, ByteString.copyOf(state.dangerouslyExpose()));
        state.erase();
        nextTrees.put(room, ByteString.adopt(group.tree().encoded()));
    }

    /** Takes the group in which a room goes on, if there is one. */
    Optional<Group> takeNext(RoomId room) {
        Optional<ByteString> state = nextStates.get(room);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(restore(state.get(), nextTrees.get(room).orElse(ByteString.EMPTY)));
        } catch (DecodeException e) {
            throw new DamagedStateException("the next group of a room: " + e.getMessage(), e);
        } finally {
            dropNext(room);
        }
    }

    /** Whether a room is to go on in another group. */
    boolean hasNext(RoomId room) {
        return nextStates.contains(room);
    }

    /** The room does not go on in the group that was kept for that. */
    void dropNext(RoomId room) {
        nextStates.remove(room);
        nextTrees.remove(room);
    }

    /** Forgets a room's group and its secrets. */
    public void forget(RoomId room) {
        dropNext(room);
        live.remove(room);
        dirty.remove(room);
        storedTrees.remove(room);
        states.remove(room);
        trees.remove(room);
    }

    /** Stores what took steps. */
    public void flush() {
        for (RoomId room : dirty) {
            Group group = live.get(room);
            if (group != null) {
                SecretBytes state = group.encodeState();
                states.put(room, ByteString.copyOf(state.dangerouslyExpose()));
                state.erase();
                ByteString treeHash = group.context().treeHash();
                if (!treeHash.equals(storedTrees.put(room, treeHash))) {
                    trees.put(room, ByteString.adopt(group.tree().encoded()));
                }
            }
        }
        dirty.clear();
        Iterator<RoomId> oldest = live.keySet().iterator();
        while (live.size() > MAX_LIVE && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
