package chat.paloma.node.blob;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.Capability;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.account.Caller;
import chat.paloma.node.blob.Capabilities.Content;
import chat.paloma.node.blob.Capabilities.Direction;
import chat.paloma.node.room.LargeCommits;
import chat.paloma.node.room.RoomDirectory;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.StoreException;
import chat.paloma.node.store.StoreException.Reason;
import chat.paloma.node.store.Transaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs of rooms: members upload and download them, within bounds. Whoever uploads proves to have the bytes by sending
 * them all, even those that the node has from another room. All of it blocks.
 */
public final class Blobs implements LargeCommits {
    /** How long an upload may rest that nobody goes on with. */
    public static final Duration UPLOAD_TIME = Duration.ofDays(1);

    private static final int MAX_SWEPT = 1000;

    private final Database database;
    private final RoomDirectory rooms;
    private final BlobFiles files;
    private final Capabilities capabilities;
    private final InstantSource clock;
    private final long maxBlob;
    private final long maxAccount;
    private final Set<UploadId> busy = ConcurrentHashMap.newKeySet();

    /**
     * @param secret under which capabilities are authenticated
     * @param maxBlob bytes of one blob
     * @param maxAccount bytes of all blobs that an account uploaded
     */
    public Blobs(
            Database database,
            CryptoProvider crypto,
            RoomDirectory rooms,
            BlobFiles files,
            SecretBytes secret,
            long maxBlob,
            long maxAccount,
            InstantSource clock) {
        this.database = database;
        this.rooms = rooms;
        this.files = files;
        this.capabilities = new Capabilities(crypto, secret, clock);
        this.clock = clock;
        this.maxBlob = maxBlob;
        this.maxAccount = maxAccount;
    }

    /**
     * Lets a member upload a blob for a room, or go on with it. When the room has it already, all of it is present and
     * nothing needs to be sent.
     */
    public Capability beginUpload(Caller caller, BeginUpload request) {
        rooms.requireMember(request.room(), caller);
        if (request.size() < 1) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, "an empty blob");
        }
        if (request.size() > maxBlob) {
            throw new Refusal(FailureCode.TOO_LARGE, "a blob has at most " + maxBlob + " bytes");
        }
        UploadId upload = new UploadId(caller.account(), request.room(), request.blob());
        boolean known = Database.await(database.write(transaction -> {
            if (BlobTable.size(transaction.handle(), request.room(), request.blob())
                    .isPresent()) {
                return true;
            }
            long former = BlobTable.uploadSize(transaction.handle(), upload).orElse(0L);
            if (BlobTable.used(transaction.handle(), caller.account()) - former + request.size() > maxAccount) {
                throw new Refusal(FailureCode.QUOTA_EXCEEDED, "an account has at most " + maxAccount + " bytes");
            }
            BlobTable.begin(transaction.handle(), upload, request.size(), clock.millis());
            return false;
        }));
        long present = known ? request.size() : Math.min(present(upload), request.size());
        return capability(Direction.UPLOAD, upload, present, request.size());
    }

    /** Lets a member download a blob of a room. */
    public Capability beginDownload(Caller caller, BeginDownload request) {
        rooms.requireMember(request.room(), caller);
        long size = size(request.room(), request.blob());
        UploadId id = new UploadId(caller.account(), request.room(), request.blob());
        return capability(Direction.DOWNLOAD, id, size, size);
    }

    private Capability capability(Direction direction, UploadId upload, long present, long size) {
        Content content = capabilities.grant(direction, upload);
        return new Capability(capabilities.token(content), present, size, content.expires());
    }

    private long size(RoomId room, BlobId blob) {
        return database.read(handle -> BlobTable.size(handle, room, blob))
                .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "the room has no such blob"));
    }

    private long present(UploadId upload) {
        try {
            return files.present(upload);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * How far an upload has come.
     *
     * @param present bytes that are there
     * @param size of the whole
     */
    public record Progress(long present, long size) {
        public boolean complete() {
            return present == size;
        }
    }

    /** How far the upload has come that a token is for. */
    public Progress progress(String token, BlobId blob) {
        return progress(uploadOf(token, blob));
    }

    private UploadId uploadOf(String token, BlobId blob) {
        return stillMember(capabilities.check(token, Direction.UPLOAD, blob)).upload();
    }

    /** A token is good for members: it ends with the membership, even before its time. */
    private Content stillMember(Content content) {
        if (!rooms.isMember(content.upload().room(), content.upload().account())) {
            throw new Refusal(FailureCode.CAPABILITY_INVALID);
        }
        return content;
    }

    private Progress progress(UploadId upload) {
        return database.read(handle -> BlobTable.size(handle, upload.room(), upload.blob()))
                .map(size -> new Progress(size, size))
                .orElseGet(() -> {
                    long size = database.read(handle -> BlobTable.uploadSize(handle, upload))
                            .orElseThrow(() -> new Refusal(FailureCode.CAPABILITY_INVALID));
                    return new Progress(present(upload), size);
                });
    }

    /**
     * Takes the bytes of an upload from where it is; one at a time of each upload.
     *
     * @throws Refusal {@code UPLOAD_MOVED_ON} when this is not where it is
     */
    public Receiving receive(String token, BlobId blob, long offset) {
        UploadId upload = uploadOf(token, blob);
        if (!busy.add(upload)) {
            throw new Refusal(FailureCode.TOO_MANY_REQUESTS, "the blob is being uploaded on another connection");
        }
        try {
            Progress progress = progress(upload);
            if (progress.present() != offset) {
                throw new Refusal(FailureCode.UPLOAD_MOVED_ON, "the upload is at " + progress.present());
            }
            return new Receiving(upload, progress);
        } catch (RuntimeException e) {
            busy.remove(upload);
            throw e;
        }
    }

    /** An upload while its bytes come in, on one thread at a time. */
    public final class Receiving implements AutoCloseable {
        private final UploadId upload;
        private final long size;
        private long present;
        private boolean whole;

        private Receiving(UploadId upload, Progress progress) {
            this.upload = upload;
            this.size = progress.size();
            this.present = progress.present();
            this.whole = progress.complete();
        }

        /** Takes the next bytes. */
        public void write(ByteBuffer bytes) {
            if (bytes.remaining() > size - present) {
                throw new Refusal(FailureCode.TOO_LARGE, "more bytes than were announced");
            }
            present += bytes.remaining();
            try {
                files.append(upload, bytes);
            } catch (IOException e) {
                throw unavailable(e);
            }
        }

        /**
         * Ends a part of the upload, and completes the blob when it was the last.
         *
         * @throws Refusal {@code BLOB_MISMATCH} when the bytes have another hash; they are forgotten
         */
        public Progress finish() {
            if (present == size && !whole) {
                whole = complete();
            }
            return new Progress(present, size);
        }

        private boolean complete() {
            if (!withFiles(() -> files.verify(upload))) {
                throw new Refusal(FailureCode.BLOB_MISMATCH, "the bytes have another hash");
            }
            return Database.await(database.write(transaction -> {
                withFiles(() -> {
                    files.place(upload);
                    return true;
                });
                BlobTable.end(transaction.handle(), upload);
                BlobTable.add(transaction.handle(), upload, size, clock.millis());
                return true;
            }));
        }

        @Override
        public void close() {
            busy.remove(upload);
        }
    }

    /**
     * The bytes of the blob that a token is for, to be closed.
     *
     * @throws Refusal {@code RECORD_DAMAGED} when they are not there although they should be
     */
    public SeekableByteChannel download(String token, BlobId blob) {
        Content content = stillMember(capabilities.check(token, Direction.DOWNLOAD, blob));
        return open(blob, size(content.upload().room(), blob));
    }

    private SeekableByteChannel open(BlobId blob, long size) {
        try {
            SeekableByteChannel file = files.open(blob)
                    .orElseThrow(() -> new Refusal(FailureCode.RECORD_DAMAGED, "the blob's file is gone"));
            if (file.size() != size) {
                file.close();
                throw new Refusal(FailureCode.RECORD_DAMAGED, "the blob's file has another size");
            }
            return file;
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public ByteString read(RoomId room, BlobId blob, int size) {
        if (size(room, blob) != size) {
            throw new Refusal(FailureCode.BLOB_MISMATCH, "the blob has another size");
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        try (SeekableByteChannel file = open(blob, size)) {
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // The next part.
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
        return ByteString.adopt(bytes.array());
    }

    @Override
    public void keep(Transaction transaction, RoomId room, BlobId blob) {
        if (!BlobTable.keep(transaction.handle(), room, blob)) {
            throw new Refusal(FailureCode.NOT_FOUND, "the room has no such blob");
        }
    }

    /**
     * Deletes a blob of a room, for who uploaded it and for the room's administrators.
     *
     * @throws Refusal {@code FORBIDDEN} also for a blob that a commit is in
     */
    public Done delete(Caller caller, DeleteBlob request) {
        rooms.requireMember(request.room(), caller);
        Optional<BlobTable.Row> known = database.read(handle -> BlobTable.find(handle, request.room(), request.blob()));
        if (known.isPresent()) {
            boolean allowed = known.get().account().equals(caller.account())
                    || rooms.roleOf(request.room(), caller.account()) != Role.MEMBER;
            if (!allowed || known.get().kept()) {
                throw new Refusal(FailureCode.FORBIDDEN, allowed ? "a commit is in this blob" : "another one's blob");
            }
            delete(request.room(), request.blob());
        }
        return new Done();
    }

    /**
     * The file goes in a transaction of its own, when no row has it any more. A file comes in the transaction of its
     * first row: since one transaction at a time writes, on all nodes, neither can happen between the parts of the other.
     */
    private void delete(RoomId room, BlobId blob) {
        boolean removed =
                Database.await(database.write(transaction -> BlobTable.remove(transaction.handle(), room, blob)));
        if (removed) {
            Database.await(database.write(transaction -> {
                if (!BlobTable.isKnown(transaction.handle(), blob)) {
                    withFiles(() -> {
                        files.delete(blob);
                        return true;
                    });
                }
                return true;
            }));
        }
    }

    /** Work on the files of blobs. */
    private interface FileWork<T> {
        T run() throws IOException;
    }

    private static <T> T withFiles(FileWork<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    /**
     * Deletes blobs that are older than their room, or the node, keeps messages: now and then.
     *
     * @param keep how long the node keeps those of rooms that do not say; for good when empty
     */
    public void deleteOutdated(Optional<Duration> keep) {
        long seconds = keep.map(Duration::toSeconds).orElse(0L);
        List<BlobTable.OfRoom> some;
        do {
            some = database.read(handle -> BlobTable.outdated(handle, clock.millis(), seconds, MAX_SWEPT));
            some.forEach(each -> delete(each.room(), each.blob()));
        } while (some.size() == MAX_SWEPT);
    }

    /** Forgets uploads that nobody goes on with: now and then. */
    public void sweep() {
        long before = clock.millis() - UPLOAD_TIME.toMillis();
        for (UploadId upload : database.read(handle -> BlobTable.begunBefore(handle, before, MAX_SWEPT))) {
            if (busy.add(upload)) {
                try {
                    files.discard(upload);
                    Database.await(database.write(transaction -> {
                        BlobTable.end(transaction.handle(), upload);
                        return true;
                    }));
                } catch (IOException e) {
                    throw unavailable(e);
                } finally {
                    busy.remove(upload);
                }
            }
        }
    }

    /** Seals those that came before blobs were sealed: now and then. */
    public void sealFormer() {
        Optional<BlobId> last = Optional.empty();
        List<BlobId> page;
        do {
            Optional<BlobId> after = last;
            page = database.read(handle -> BlobTable.ids(handle, after, MAX_SWEPT));
            for (BlobId blob : page) {
                withFiles(() -> {
                    files.sealFormer(blob);
                    return true;
                });
                last = Optional.of(blob);
            }
        } while (page.size() == MAX_SWEPT);
    }

    private static StoreException unavailable(IOException e) {
        return new StoreException(Reason.UNAVAILABLE, "blobs: " + e.getMessage(), e);
    }
}
