package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.Capability;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.sim.node.NodeState.Blob;

/** Blobs. Whoever knows a blob's name and was once let near it may move its bytes: capabilities are its name. */
final class BlobPart {
    private static final long TIME = 600_000;
    private static final long MAX_SIZE = 100L << 20;

    private final NodeContext context;

    BlobPart(NodeContext context) {
        this.context = context;
    }

    Capability begin(DeviceAddress caller, BeginUpload request) {
        context.state().room(request.room(), caller);
        if (request.size() > MAX_SIZE) {
            throw new Refused(FailureCode.TOO_LARGE);
        }
        Blob blob = context.state()
                .blobs
                .computeIfAbsent(request.blob(), name -> new Blob(request.room(), request.size(), ByteString.EMPTY));
        return capability(request.blob(), blob);
    }

    Capability begin(DeviceAddress caller, BeginDownload request) {
        context.state().room(request.room(), caller);
        Blob blob = context.state().blobs.get(request.blob());
        if (blob == null
                || blob.present().length() != blob.size()
                || !blob.room().equals(request.room())) {
            throw new Refused(FailureCode.NOT_FOUND);
        }
        return capability(request.blob(), blob);
    }

    Done delete(DeviceAddress caller, DeleteBlob request) {
        context.state().room(request.room(), caller);
        context.state().blobs.remove(request.blob());
        return new Done();
    }

    private Capability capability(BlobId name, Blob blob) {
        return new Capability(name.toString(), blob.present().length(), blob.size(), context.now() + TIME);
    }

    ByteString read(BlobId name) {
        Blob blob = context.state().blobs.get(name);
        if (blob == null) {
            throw new Refused(FailureCode.NOT_FOUND);
        }
        return blob.present();
    }

    void write(BlobId name, ByteString bytes) {
        Blob blob = context.state().blobs.get(name);
        if (blob == null) {
            throw new Refused(FailureCode.NOT_FOUND);
        }
        ByteString whole = new TlsWriter()
                .writeBytes(blob.present().toByteArray())
                .writeBytes(bytes.toByteArray())
                .toByteString();
        boolean complete = whole.length() == blob.size();
        byte[] hash = context.crypto.hash(HashAlgorithm.SHA_256, whole.toByteArray());
        if (whole.length() > blob.size() || (complete && !name.bytes().equals(ByteString.adopt(hash)))) {
            throw new Refused(FailureCode.BLOB_MISMATCH);
        }
        context.state().blobs.put(name, new Blob(blob.room(), blob.size(), whole));
    }
}
