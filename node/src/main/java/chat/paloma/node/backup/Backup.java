package chat.paloma.node.backup;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.wire.BlobId;
import chat.paloma.node.DataFolder;
import chat.paloma.node.NodeException;
import chat.paloma.node.account.ServerIdentity;
import chat.paloma.node.blob.BlobCopies;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of a data folder as it is now, made beside the node that uses it; also of one that no node uses.
 *
 * <p>The database comes first, as of one moment, and then the blobs that it knows of: what is deleted in between is
 * missed, what is added is not in it. In the copy the next incarnation has begun, because lanes go on in the original
 * behind where the copy ends. The file that makes a folder a data folder comes last, so that no node starts on a copy
 * that was cut off.
 */
public final class Backup {
    private static final String BLOBS = "blobs";
    /** What the copy gets otherwise, or what only a running node has. */
    private static final Set<String> APART = Set.of(
            DataFolder.FORMAT_FILE,
            DataFolder.LOCK_FILE,
            BLOBS,
            Database.FILE,
            Database.FILE + "-wal",
            Database.FILE + "-shm");

    private final Path source;
    private final Path target;
    private final CryptoProvider crypto;
    private final Progress progress;

    private Backup(Path source, Path target, CryptoProvider crypto, Progress progress) {
        this.source = source;
        this.target = target;
        this.crypto = crypto;
        this.progress = progress;
    }

    /** Hears how far it has come, now and then, on any thread. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some more is copied.
         *
         * @param part of the data folder that is copied
         * @param done bytes of it
         */
        void at(String part, long done);
    }

    /**
     * What was copied.
     *
     * @param databaseBytes of the copy
     * @param missing blobs that the database knows of and whose file is absent or has other bytes: they are lost in the
     *     original already, and the copy does not have them
     */
    public record Result(long databaseBytes, int blobs, long blobBytes, List<BlobId> missing) {
        public Result {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Makes the copy. Once this returns, all of it is on disk.
     *
     * @param target absent, or an empty folder
     * @throws NodeException with a line for a person; what was copied so far is left in the target, and is no data folder
     */
    public static Result make(Path source, Path target, CryptoProvider crypto, Progress progress) throws NodeException {
        try {
            DataFolder.requireDataFolder(source);
            DataFolder.createEmpty(target);
            return new Backup(source, target, crypto, progress).make();
        } catch (StoreException e) {
            throw new NodeException("the backup failed: the database: " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new NodeException("the backup failed: " + describe(e), e);
        }
    }

    private static String describe(Exception e) {
        return e.getClass() == IOException.class
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private Result make() throws IOException, NodeException {
        copyDatabase();
        BlobCopies.Result blobs;
        try (Database copy = Database.open(target)) {
            List<String> faults = copy.check();
            if (!faults.isEmpty()) {
                throw new NodeException("the backup failed: the database is damaged: " + faults.getFirst());
            }
            if (!ServerIdentity.exists(copy)) {
                throw new NodeException("the backup failed: " + source + " is of no server yet");
            }
            ServerIdentity.beginNextIncarnation(copy, crypto);
            blobs = new BlobCopies(
                            source.resolve(BLOBS),
                            DataFolder.createPrivate(target.resolve(BLOBS)),
                            bytes -> progress.at("blobs", bytes))
                    .copyAll(copy);
        }
        copyOthers();
        force(target.resolve(Database.FILE));
        force(target);
        DataFolder.markComplete(target);
        force(target);
        return new Result(Files.size(target.resolve(Database.FILE)), blobs.count(), blobs.bytes(), blobs.missing());
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void copyDatabase() {
        Path file = target.resolve(Database.FILE);
        SizeWatch.during(file, bytes -> progress.at("database", bytes), () -> Database.copy(source, file));
    }

    /** Certificates, keys and the token for metrics: small files, which a node replaces as a whole. */
    private void copyOthers() throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path name = source.relativize(file);
                if (name.toString().isEmpty() || APART.contains(name.getName(0).toString())) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    DataFolder.createPrivate(target.resolve(name));
                } else if (Files.isRegularFile(file) && !name.toString().endsWith(DataFolder.NEXT)) {
                    DataFolder.writePrivately(target.resolve(name), Files.readAllBytes(file));
                }
            }
        }
    }
}
