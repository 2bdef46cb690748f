package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.membership.RoomId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is in a vault.
 *
 * @param revision counts the changes, from 1; 0 before the first. The node's own version says only who was first
 * @param selfRoom in which the account's devices are by themselves
 * @param rooms that the account is in, the self room apart, ascending, at most {@link #MAX_ROOMS}
 * @param archive the newest segment of the archive
 * @param archived how far rooms are in the archive, ascending by room, at most {@link #MAX_ROOMS}
 * @param lacking what the archive passed over, ascending, at most {@link #MAX_LACKING}
 */
public record VaultContent(
        long revision,
        Optional<RoomId> selfRoom,
        List<RoomId> rooms,
        Optional<ArchiveHead> archive,
        List<ArchivedTo> archived,
        List<Lacking> lacking)
        implements TlsEncodable {
    /** The most rooms of each list: what lies beyond is not found again by a recovered device. */
    public static final int MAX_ROOMS = 1024;
    /** The most records of {@code lacking}: nobody asks for what lies beyond. */
    public static final int MAX_LACKING = 256;

    private static final int FORMAT = 2;
    /** Without {@code lacking}. */
    private static final int FIRST_FORMAT = 1;

    /** Of an account that has nothing yet. */
    public static final VaultContent EMPTY =
            new VaultContent(0, Optional.empty(), List.of(), Optional.empty(), List.of(), List.of());

    public VaultContent {
        rooms = rooms.stream().distinct().sorted().limit(MAX_ROOMS).toList();
        archived = archived.stream()
                .sorted(Comparator.comparing(ArchivedTo::room))
                .limit(MAX_ROOMS)
                .toList();
        lacking = lacking.stream()
                .distinct()
                .sorted(Comparator.comparing(Lacking::room).thenComparingLong(Lacking::sequence))
                .limit(MAX_LACKING)
                .toList();
    }

    public VaultContent withSelfRoom(RoomId room) {
        return new VaultContent(revision, Optional.of(room), rooms, archive, archived, lacking);
    }

    /** The account is in these rooms too. */
    public VaultContent withRooms(List<RoomId> more) {
        return withAllRooms(Stream.concat(rooms.stream(), more.stream()).toList());
    }

    /** The account is no longer in these rooms. */
    public VaultContent withoutRooms(List<RoomId> gone) {
        return withAllRooms(rooms.stream().filter(room -> !gone.contains(room)).toList());
    }

    private VaultContent withAllRooms(List<RoomId> all) {
        return new VaultContent(
                revision,
                selfRoom,
                all.stream().filter(room -> !selfRoom.equals(Optional.of(room))).toList(),
                archive,
                archived,
                lacking);
    }

    /** The sequence of the last record of a room's lane that is in the archive; 0 for none. */
    public long archivedTo(RoomId room) {
        return archived.stream()
                .filter(each -> each.room().equals(room))
                .mapToLong(ArchivedTo::sequence)
                .findFirst()
                .orElse(0);
    }

    /** The archive has this segment now, which has room records up to these sequences; others stay as they are. */
    public VaultContent withArchive(ArchiveHead head, List<ArchivedTo> reached) {
        List<ArchivedTo> kept = archived.stream()
                .filter(old -> reached.stream().noneMatch(now -> now.room().equals(old.room())))
                .toList();
        return new VaultContent(
                revision,
                selfRoom,
                rooms,
                Optional.of(head),
                Stream.concat(kept.stream(), reached.stream()).toList(),
                lacking);
    }

    /** The archive passed over these records, and no others. */
    public VaultContent withLacking(List<Lacking> all) {
        return new VaultContent(revision, selfRoom, rooms, archive, archived, all);
    }

    /** There is no archive, or no longer. */
    public VaultContent withoutArchive() {
        return new VaultContent(revision, selfRoom, rooms, Optional.empty(), List.of(), List.of());
    }

    VaultContent withRevision(long number) {
        return new VaultContent(number, selfRoom, rooms, archive, archived, lacking);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(FORMAT)
                .writeUint64(revision)
                .writeOptional(selfRoom)
                .writeList(rooms)
                .writeOptional(archive)
                .writeList(archived)
                .writeList(lacking);
    }

    public static VaultContent decode(TlsReader in) throws DecodeException {
        int format = in.readUint16();
        if (format != FORMAT && format != FIRST_FORMAT) {
            throw new DecodeException(Reason.INVALID_VALUE, "a vault of another format");
        }
        long revision = in.readUint64();
        if (revision < 0) {
            throw new DecodeException(Reason.INVALID_VALUE, "a revision of 64 bits");
        }
        return new VaultContent(
                revision,
                in.readOptional(RoomId::decode),
                in.readList(MAX_ROOMS, RoomId::decode),
                in.readOptional(ArchiveHead::decode),
                in.readList(MAX_ROOMS, ArchivedTo::decode),
                format == FIRST_FORMAT ? List.of() : in.readList(MAX_LACKING, Lacking::decode));
    }
}
