package chat.paloma.core.engine.archive;

import chat.paloma.core.engine.personal.Personal;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.vault.Vault;

/** The account's archive on one connection. An account can switch it off; what was archived then stays. */
public final class Archive {
    /** The setting that switches archiving off, when it has a value. */
    public static final String OFF = "archive.off";

    private final Personal personal;
    private final ArchiveReading reading;
    private final ArchiveWriting writing;
    private final ArchiveErasing erasing;
    private final ArchiveRewriting rewriting;

    public Archive(RoomContext context, Vault vault, Personal personal) {
        this.personal = personal;
        ArchiveState state = new ArchiveState(context.device().state());
        SegmentSeal seal = new SegmentSeal(context.device());
        ArchiveFetching fetching = new ArchiveFetching(context, vault, state, seal);
        ArchiveLacking lacking = new ArchiveLacking(context);
        this.rewriting = new ArchiveRewriting(context, vault, state, fetching, lacking, seal);
        this.reading = new ArchiveReading(context, vault, state, fetching);
        this.writing = new ArchiveWriting(context, vault, fetching, lacking, rewriting);
        this.erasing = new ArchiveErasing(context, vault, state, fetching, rewriting);
    }

    /** Reads and writes what there is to read and write; cheap when there is nothing. */
    public void settle() {
        reading.proceed();
        rewriting.settle();
        if (personal.get(OFF).isEmpty()) {
            writing.proceed();
        }
        erasing.proceed();
    }

    /** Whether this device has read of the archive what it misses, as far as the vault says. */
    public boolean isRead() {
        return reading.isDone();
    }

    /** Whether something is being archived at this moment. */
    public boolean isBusy() {
        return writing.isBusy();
    }

    /** Archives at once what there is: another device is about to need it. */
    public void flush() {
        if (personal.get(OFF).isEmpty()) {
            writing.flush();
        }
    }
}
