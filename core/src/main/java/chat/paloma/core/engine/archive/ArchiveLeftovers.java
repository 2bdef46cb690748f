package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.room.BlobTrash;
import chat.paloma.core.engine.state.Present;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.engine.vault.ArchiveHead;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The blobs of a replacement in the archive, the old ones and the new ones, from when the vault is asked to point to the
 * new ones until it is known where it points. A device that ends in between has them when it comes back. What the archive
 * consists of then is kept and the rest is deleted, whichever of them it is.
 */
final class ArchiveLeftovers {
    private static final int TABLE = 77;

    private final BlobTrash trash;
    private final Table<BlobId, Present> table;
    private boolean any;

    ArchiveLeftovers(Device device, BlobTrash trash) {
        this.trash = trash;
        this.table = new Table<>(device.state(), TABLE, BlobId::decode, Present::decode);
        this.any = !table.all().isEmpty();
    }

    /** A blob of which it is not known from now on whether the archive has it; nothing else deletes it. */
    void add(RoomId selfRoom, BlobId blob) {
        trash.keep(selfRoom, blob);
        table.put(blob, new Present());
        any = true;
    }

    /** Whether there is one. */
    boolean isAny() {
        return any;
    }

    /** Deletes what the archive does not consist of. */
    void settle(RoomId selfRoom, Optional<ArchiveHead> head, ArchiveIndex index) {
        Set<BlobId> live = new HashSet<>();
        head.ifPresent(each -> live.add(each.blob()));
        index.entries().forEach(entry -> live.add(entry.segment().blob()));
        for (Row<BlobId, Present> row : table.all()) {
            if (!live.contains(row.key())) {
                trash.add(selfRoom, row.key(), 0);
            }
            table.remove(row.key());
        }
        any = false;
    }
}
