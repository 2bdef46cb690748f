package chat.paloma.core.engine.personal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.evidence.EvidenceHash;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomView;
import chat.paloma.core.room.operation.OperationLimits;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The account's own settings by key, in its self room. A change is seen here at once, waits a moment for further ones of
 * the same key, and is then written for the other devices: a draft is not sent with every letter.
 */
public final class Personal {
    /** How long a change waits for further ones, in milliseconds. */
    public static final long CALM = 2_000;

    private static final int TABLE = 51;
    private static final int MAX_WAITING = 2_000;

    /** A change that was not written yet. */
    private record Waiting(ByteString key, Optional<ByteString> value, long since) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(key).writeOptional(value).writeUint64(since);
        }

        static Waiting decode(TlsReader in) throws DecodeException {
            return new Waiting(
                    ByteString.decode(in, OperationLimits.MAX_SETTING_KEY),
                    in.readOptional(each -> ByteString.decode(each, OperationLimits.MAX_SETTING)),
                    in.readUint64());
        }

        String text() {
            return new String(key.toByteArray(), StandardCharsets.UTF_8);
        }
    }

    private final Device device;
    private final Rooms rooms;
    private final VaultState vault;
    private final Table<EvidenceHash, Waiting> waiting;

    public Personal(Device device, Rooms rooms) {
        this.device = device;
        this.rooms = rooms;
        this.vault = new VaultState(device.state());
        this.waiting = new Table<>(device.state(), TABLE, EvidenceHash::decode, Waiting::decode);
    }

    /** The key of a setting about something with an id of 32 bytes. */
    public static String key(String kind, ByteString id) {
        return kind + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(id.toByteArray());
    }

    /** What stands behind the kind in such a key; empty for a key of another kind. */
    public static Optional<ByteString> id(String kind, String key) {
        if (!key.startsWith(kind + ".")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ByteString.adopt(Base64.getUrlDecoder().decode(key.substring(kind.length() + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<RoomId> selfRoom() {
        return vault.known()
                .selfRoom()
                .filter(room -> rooms.find(room).filter(RoomEntry::isActive).isPresent());
    }

    private EvidenceHash place(String key) {
        return EvidenceHash.of(device.crypto(), ByteString.utf8(key));
    }

    /** The value of a setting, as this device knows it. */
    public Optional<ByteString> get(String key) {
        Optional<Waiting> changed = waiting.get(place(key));
        if (changed.isPresent()) {
            return changed.get().value();
        }
        return vault.known()
                .selfRoom()
                .flatMap(room -> rooms.conversations().view(room).setting(key).map(written -> written.value()));
    }

    /**
     * Gives a setting another value, or none.
     *
     * @throws IllegalArgumentException when key or value are too long, or too much waits to be written
     */
    public void set(String key, Optional<ByteString> value) {
        ByteString name = ByteString.utf8(key);
        if (name.isEmpty()
                || name.length() > OperationLimits.MAX_SETTING_KEY
                || value.filter(each -> each.length() > OperationLimits.MAX_SETTING)
                        .isPresent()) {
            throw new IllegalArgumentException("a setting that is too long");
        }
        if (get(key).equals(value)) {
            return;
        }
        if (!waiting.contains(place(key))
                && waiting.first(out -> {}, MAX_WAITING).size() >= MAX_WAITING) {
            throw new IllegalArgumentException("too many settings wait to be written");
        }
        waiting.put(place(key), new Waiting(name, value, device.millis()));
        device.show(new EngineEvent.SettingsChanged());
        // The session flushes when it settles, behind every timer, and then sends what was written.
        device.after(CALM, () -> {});
    }

    /** Writes what has waited long enough, once there is a self room; returns it when something was written. */
    public Optional<RoomId> flush() {
        Optional<RoomId> room = selfRoom();
        if (room.isEmpty()) {
            return Optional.empty();
        }
        List<Table.Row<EvidenceHash, Waiting>> due = waiting.all().stream()
                .filter(row -> device.millis() - row.value().since() >= CALM
                        || device.millis() < row.value().since())
                .toList();
        due.forEach(row -> {
            waiting.remove(row.key());
            rooms.write(
                    room.get(),
                    composer -> Optional.of(
                            composer.setting(row.value().text(), row.value().value())));
        });
        return due.isEmpty() ? Optional.empty() : room;
    }

    /** All settings of one kind that are written, as keys. */
    public List<String> keys(String kind, int limit) {
        return vault.known()
                .selfRoom()
                .map(room -> keys(rooms.conversations().view(room), kind, limit))
                .orElse(List.of());
    }

    private static List<String> keys(RoomView view, String kind, int limit) {
        return view.settings("", limit).stream()
                .filter(key -> key.startsWith(kind + "."))
                .toList();
    }
}
