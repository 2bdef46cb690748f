package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.CRYPTO;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.node.Node;
import java.net.http.HttpResponse;

/** Blobs that go over HTTP to a real node, and come back. */
final class TestBlobs {
    private TestBlobs() {}

    static BlobId id(byte[] bytes) {
        return new BlobId(ByteString.adopt(CRYPTO.hash(HashAlgorithm.SHA_256, bytes)));
    }

    static HttpResponse<byte[]> send(Node node, String method, BlobId blob, String token, int offset, byte[] body)
            throws Exception {
        return TestAccount.http(
                node,
                method,
                "/v1/blobs/" + blob.bytes().toHex(),
                body,
                "Authorization",
                "Bearer " + token,
                "Upload-Offset",
                Integer.toString(offset));
    }

    static BlobId upload(Node node, TestDevice device, RoomId room, byte[] bytes) throws Exception {
        BlobId blob = id(bytes);
        String token = device.ask(new BeginUpload(room, blob, bytes.length)).token();
        HttpResponse<byte[]> answer = send(node, "PUT", blob, token, 0, bytes);
        if (answer.statusCode() != 204) {
            throw new RefusedException(TestAccount.failure(answer));
        }
        return blob;
    }

    static byte[] download(Node node, TestDevice device, RoomId room, BlobId blob) throws Exception {
        String token = device.ask(new BeginDownload(room, blob)).token();
        HttpResponse<byte[]> answer = send(node, "GET", blob, token, 0, new byte[0]);
        if (answer.statusCode() != 200) {
            throw new RefusedException(TestAccount.failure(answer));
        }
        return answer.body();
    }
}
