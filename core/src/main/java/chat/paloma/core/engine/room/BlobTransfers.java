package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.BlobRequests.Capability;
import chat.paloma.core.wire.BlobRequests.DeleteBlob;
import java.util.List;
import java.util.function.Consumer;

/** Moves blobs that the engine itself needs, each small enough to be held: large commits, archives, snapshots. */
public final class BlobTransfers {
    /** The largest blob that is moved so, in bytes. */
    public static final int MAX_BLOB = 16 << 20;

    private static final int MAX_ANSWER = 1024;

    private final Device device;
    private final NodeLink link;

    public BlobTransfers(Device device, NodeLink link) {
        this.device = device;
        this.link = link;
    }

    /** The name of these bytes. */
    public BlobId name(ByteString bytes) {
        return new BlobId(ByteString.adopt(device.crypto().hash(HashAlgorithm.SHA_256, bytes.toByteArray())));
    }

    /** Uploads bytes for a room; what the node has already is not sent again. */
    public void upload(RoomId room, ByteString bytes, Consumer<BlobId> done, Consumer<Problem> failed) {
        BlobId blob = name(bytes);
        link.ask(
                new BeginUpload(room, blob, bytes.length()),
                capability -> put(blob, bytes, capability, done, failed),
                failure -> failed.accept(Problem.of(failure)));
    }

    private void put(
            BlobId blob, ByteString bytes, Capability capability, Consumer<BlobId> done, Consumer<Problem> failed) {
        if (capability.present() >= bytes.length()) {
            done.accept(blob);
            return;
        }
        int offset = (int) Math.max(0, capability.present());
        device.http()
                .ask(
                        "PUT",
                        path(blob),
                        List.of(authorization(capability), new Effect.Header("Upload-Offset", String.valueOf(offset))),
                        bytes.slice(offset, bytes.length()),
                        MAX_ANSWER,
                        answer -> {
                            if (answer.isDone()) {
                                done.accept(blob);
                            } else {
                                failed.accept(refused(answer.status()));
                            }
                        },
                        why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }

    /** Downloads a blob of a room, and checks that the bytes are those that are named. */
    public void download(RoomId room, BlobId blob, Consumer<ByteString> done, Consumer<Problem> failed) {
        link.ask(
                new BeginDownload(room, blob),
                capability -> get(blob, capability, done, failed),
                failure -> failed.accept(Problem.of(failure)));
    }

    private void get(BlobId blob, Capability capability, Consumer<ByteString> done, Consumer<Problem> failed) {
        if (capability.size() > MAX_BLOB) {
            failed.accept(new Problem(ProblemCode.TOO_LARGE, capability.size() + " bytes"));
            return;
        }
        device.http()
                .ask(
                        "GET",
                        path(blob),
                        List.of(authorization(capability)),
                        ByteString.EMPTY,
                        MAX_BLOB,
                        answer -> {
                            if (!answer.isDone()) {
                                failed.accept(refused(answer.status()));
                            } else if (!name(answer.body()).equals(blob)) {
                                failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "other bytes than were named"));
                            } else {
                                done.accept(answer.body());
                            }
                        },
                        why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }

    /** Deletes a blob that this device uploaded; it does not matter when that fails. */
    public void delete(RoomId room, BlobId blob) {
        link.ask(new DeleteBlob(room, blob), done -> {}, failure -> {});
    }

    private static String path(BlobId blob) {
        return "/v1/blobs/" + blob;
    }

    private static Effect.Header authorization(Capability capability) {
        return new Effect.Header("Authorization", "Bearer " + capability.token());
    }

    private static Problem refused(int status) {
        return new Problem(ProblemCode.REFUSED, "HTTP status " + status);
    }
}
