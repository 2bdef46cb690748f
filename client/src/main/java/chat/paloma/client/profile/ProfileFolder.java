package chat.paloma.client.profile;

import chat.paloma.client.host.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a profile, held by one process at a time: two that went on from one state of a group would use keys
 * twice. Only its owner may look into it.
 */
final class ProfileFolder implements AutoCloseable {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final FileChannel lockFile;

    private ProfileFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if it is not there, and locks it.
     *
     * @throws StorageException when another process has it, others may look into it, or it can't be written
     */
    static ProfileFolder open(Path path) {
        try {
            create(path);
            checkPrivate(path);
            Path file = path.resolve("lock");
            createPrivateFile(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StorageException("the profile " + path + " is in use by another process");
            }
            return new ProfileFolder(path, channel);
        } catch (IOException e) {
            throw new StorageException("the profile " + path + " can't be opened: " + e.getMessage(), e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void create(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path, attributes(path, FOLDER));
        }
    }

    private static void checkPrivate(Path path) throws IOException {
        if (isPosix(path) && !FOLDER.containsAll(Files.getPosixFilePermissions(path))) {
            throw new StorageException("others may look into the profile " + path + ": run chmod 700 on it");
        }
    }

    /** Makes an empty file that only its owner may read, unless it is there. */
    static void createPrivateFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            if (isPosix(file)) {
                Files.setPosixFilePermissions(file, FILE);
            }
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

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StorageException("the profile " + path + " can't be closed: " + e.getMessage(), e);
        }
    }
}
