package chat.paloma.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one folder with everything that a node keeps, held by one process at a time.
 *
 * <p>Only its owner can read it. Its file {@code format} holds the version of its layout, so that an older program does
 * not touch what a newer one wrote; its file {@code lock} is locked for as long as a node runs, and names the process.
 * The lock goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    /**
     * The version of the layout that this program reads and writes. It grows with every migration of the database, which
     * an older program would otherwise work on without knowing.
     */
    public static final int FORMAT = 7;

    /** The file that holds the version: without it a folder is no data folder. */
    public static final String FORMAT_FILE = "format";
    /** The file that only the process of a running node has locked. */
    public static final String LOCK_FILE = "lock";
    /** How the name of a file ends that is not yet written to its end. */
    public static final String NEXT = ".next";

    private static final Set<PosixFilePermission> FOLDER_PERMISSIONS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_PERMISSIONS = PosixFilePermissions.fromString("rw-------");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final int MAX_SMALL_FILE_BYTES = 64;

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Opens the folder for this process alone, and makes it when it is absent or empty.
     *
     * @throws NodeException when another process has it, when it is of a newer version or something else's, when others
     *     can read it, or when it cannot be written
     */
    public static DataFolder open(Path path) throws NodeException {
        try {
            createPrivateFolder(path);
            checkFormat(path);
            checkPermissions(path);
            FileChannel lockFile = lock(path);
            if (!hasThisFormat(path)) {
                markComplete(path);
            }
            return new DataFolder(path, lockFile);
        } catch (IOException e) {
            throw new NodeException(
                    "the data folder " + path + " cannot be written; check its owner and the disk, or give another"
                            + " --data",
                    e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A folder within it, made when absent, for its owner only. */
    public Path subfolder(String name) throws IOException {
        return createPrivate(path.resolve(name));
    }

    /** A folder, made when absent, for its owner only. */
    public static Path createPrivate(Path folder) throws IOException {
        createPrivateFolder(folder);
        return folder;
    }

    /**
     * Checks that this is a node's folder, whether a node uses it or not, and of a version that this program knows.
     *
     * @throws NodeException when it is not
     */
    public static void requireDataFolder(Path path) throws IOException, NodeException {
        if (!Files.exists(path.resolve(FORMAT_FILE))) {
            throw new NodeException(path + " is no data folder of a node; name it with --data");
        }
        checkFormat(path);
    }

    /**
     * Makes a folder that is to become a data folder by {@link #markComplete}.
     *
     * @throws NodeException when there is something in it
     */
    public static void createEmpty(Path path) throws IOException, NodeException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new NodeException(path + " is a file; name a new or an empty folder");
        }
        createPrivateFolder(path);
        try (Stream<Path> files = Files.list(path)) {
            if (files.findAny().isPresent()) {
                throw new NodeException(path + " is not empty; name a new or an empty folder");
            }
        }
        checkPermissions(path);
    }

    /** Makes a data folder of a folder that has all its files. */
    public static void markComplete(Path path) throws IOException {
        writePrivately(path.resolve(FORMAT_FILE), (FORMAT + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Replaces a file as a whole, readable for its owner only. After a crash it has its old content or its new one.
     *
     * @throws IOException when it cannot be written; the old content is still there
     */
    public static void writePrivately(Path file, byte[] content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + NEXT);
        Files.deleteIfExists(next);
        try (FileChannel out = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                attributes(file, FILE_PERMISSIONS))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Lets another process have it. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static void createPrivateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, attributes(folder, FOLDER_PERMISSIONS));
        }
    }

    private static boolean hasThisFormat(Path path) throws IOException, NodeException {
        Path file = path.resolve(FORMAT_FILE);
        return Files.exists(file) && smallFile(file).equals(Integer.toString(FORMAT));
    }

    private static void checkFormat(Path path) throws IOException, NodeException {
        Path file = path.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            try (Stream<Path> files = Files.list(path)) {
                if (files.anyMatch(other -> !other.endsWith(LOCK_FILE))) {
                    throw new NodeException(
                            path + " has files that are not a node's; give an empty or a new folder as --data");
                }
            }
            return;
        }
        String format = smallFile(file);
        if (!NUMBER.matcher(format).matches()) {
            throw new NodeException(
                    file + " is damaged: it should hold a number; restore the data folder from a backup");
        }
        if (Integer.parseInt(format) > FORMAT) {
            throw new NodeException("the data folder " + path + " was written by a newer Paloma (format " + format
                    + ", this one knows " + FORMAT + "); run that version, or restore an older backup");
        }
    }

    private static void checkPermissions(Path path) throws IOException, NodeException {
        if (!isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (!FOLDER_PERMISSIONS.containsAll(permissions)) {
            throw new NodeException(
                    "the data folder " + path + " is open to other users of this machine; run: chmod 700 " + path);
        }
    }

    private static FileChannel lock(Path path) throws IOException, NodeException {
        Path file = path.resolve(LOCK_FILE);
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                attributes(file, FILE_PERMISSIONS));
        FileLock lock = tryLock(channel);
        if (lock == null) {
            String holder = smallFile(file);
            channel.close();
            throw new NodeException("the data folder " + path + " is in use"
                    + (NUMBER.matcher(holder).matches() ? " by process " + holder : "")
                    + "; stop that node, or give another --data");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // This very process has it.
            return null;
        }
    }

    private static String smallFile(Path file) throws IOException {
        byte[] content = new byte[MAX_SMALL_FILE_BYTES];
        try (var in = Files.newInputStream(file)) {
            return new String(content, 0, in.readNBytes(content, 0, content.length), StandardCharsets.US_ASCII).strip();
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
