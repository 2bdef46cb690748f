package chat.paloma.node.migration;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.identity.ServerId;
import chat.paloma.node.DataFolder;
import chat.paloma.node.NodeException;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.assembly.ServerDatabase;
import chat.paloma.node.config.DatabaseServer;
import chat.paloma.node.lane.ChainCheck;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.DatabaseCopy;
import chat.paloma.node.store.PostgresAddress;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Moves the database of a data folder to a PostgreSQL server. Everything else, blobs among it, stays in the folder.
 *
 * <p>All rows go in one transaction, which is committed once every row was read back and every lane's chain computed
 * anew from the copy. Then SQLite's file gets another name, so that no node goes on with it. When it is cut off between
 * the two, doing it again compares both databases and ends what was begun.
 */
public final class Migration {
    private final Path folder;
    private final PostgresAddress address;
    private final CryptoProvider crypto;
    private final DatabaseCopy.Progress progress;

    private Migration(Path folder, PostgresAddress address, CryptoProvider crypto, DatabaseCopy.Progress progress) {
        this.folder = folder;
        this.address = address;
        this.crypto = crypto;
        this.progress = progress;
    }

    /**
     * What is on the server now.
     *
     * @param again whether it was there already, from a time when this was cut off
     */
    public record Result(List<DatabaseCopy.Count> tables, ChainCheck.Result chains, boolean again) {
        public Result {
            tables = List.copyOf(tables);
        }
    }

    /**
     * Moves the database.
     *
     * @param progress hears of tables as they are copied, and of {@code chains} as they are checked
     * @throws NodeException with a line for a person; the server has nothing of the folder then, and the folder has all
     */
    public static Result run(Path folder, DatabaseServer server, CryptoProvider crypto, DatabaseCopy.Progress progress)
            throws NodeException {
        PostgresAddress address = ServerDatabase.address(server);
        try {
            DataFolder.requireDataFolder(folder);
            try (DataFolder data = DataFolder.open(folder)) {
                return new Migration(data.path(), address, crypto, progress).run();
            }
        } catch (IOException e) {
            throw new NodeException("the data folder " + folder + " failed: " + e.getMessage(), e);
        }
    }

    private Result run() throws NodeException, IOException {
        if (!Files.exists(folder.resolve(Database.FILE))) {
            throw new NodeException(
                    Files.exists(folder.resolve(Database.MIGRATED_FILE))
                            ? "the database of " + folder + " was moved to a server already"
                            : folder + " has no SQLite database");
        }
        Result result = copy();
        retire();
        return result;
    }

    private Result copy() throws NodeException {
        try (DatabaseCopy copy = DatabaseCopy.open(folder, address)) {
            boolean again = !copy.isTargetEmpty();
            List<DatabaseCopy.Count> tables = again ? compare(copy) : copy.copy(progress);
            ServerId server = ServerIdentity.server(copy.target())
                    .orElseThrow(() -> new NodeException(folder + " is of no server yet; start a new one there"));
            ChainCheck.Result chains =
                    ChainCheck.run(copy.target(), crypto, server, records -> progress.at("chains", records));
            copy.commit();
            return new Result(tables, chains, again);
        } catch (StoreException e) {
            throw e.reason() == Reason.DAMAGED
                    ? new NodeException(
                            "the database in " + folder + " is damaged, and was not moved: " + e.getMessage()
                                    + "; restore a backup",
                            e)
                    : ServerDatabase.refused(address, e);
        }
    }

    private List<DatabaseCopy.Count> compare(DatabaseCopy copy) throws NodeException {
        try {
            return copy.compare();
        } catch (StoreException e) {
            if (e.reason() != Reason.DAMAGED) {
                throw e;
            }
            throw new NodeException(
                    "the database " + address + " is not empty, and " + e.getMessage() + "; name an empty one with"
                            + " database.url",
                    e);
        }
    }

    /** Takes SQLite's file out of the way, which has all of its log since it was closed. */
    private void retire() throws IOException {
        Path log = folder.resolve(Database.FILE + "-wal");
        if (Files.exists(log) && Files.size(log) > 0) {
            throw new IOException("SQLite did not empty its log; run the command again");
        }
        Files.deleteIfExists(log);
        Files.deleteIfExists(folder.resolve(Database.FILE + "-shm"));
        Files.move(
                folder.resolve(Database.FILE), folder.resolve(Database.MIGRATED_FILE), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
