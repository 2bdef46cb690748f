package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.BlobRequests.BeginDownload;
import chat.paloma.core.wire.BlobRequests.BeginUpload;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked over HTTP: by an invite, by a root key, by a capability, and by nothing of the kind. */
class HttpAuthorizationTest {
    private static final byte[] BYTES = "an encrypted blob".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder, "--limits-blob-bytes=1 MiB", "--limits-account-blob-bytes=1 MiB");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static FailureCode refusal(String method, byte[] body) {
        return assertThrows(RefusedException.class, () -> TestAccount.send(nodes.node, method, body))
                .code();
    }

    @Test
    void registersByAnInviteThatIsUsedOnce() throws Exception {
        TestAccount carol = new TestAccount("carol");
        assertEquals(
                FailureCode.INVITE_INVALID,
                refusal("POST", carol.registration(Optional.empty()).encoded()));
        ByteString unknown = ByteString.adopt(new byte[32]);
        assertEquals(
                FailureCode.INVITE_INVALID,
                refusal("POST", carol.registration(Optional.of(unknown)).encoded()));
        Optional<ByteString> invite = Optional.of(nodes.invite());
        carol.register(nodes.node, invite);
        carol.register(nodes.node, invite);
        assertEquals(
                FailureCode.INVITE_INVALID,
                refusal("POST", new TestAccount("dave").registration(invite).encoded()));
        assertEquals(
                FailureCode.HANDLE_TAKEN,
                refusal(
                        "POST",
                        new TestAccount("carol")
                                .registration(Optional.of(nodes.invite()))
                                .encoded()));
        byte[] forged = new TestAccount("erin")
                .registration(Optional.of(nodes.invite()))
                .encoded();
        forged[forged.length - 1] ^= 1;
        assertEquals(FailureCode.IDENTITY_INVALID, refusal("POST", forged));
        assertEquals(FailureCode.MALFORMED_REQUEST, refusal("POST", new byte[] {1, 2, 3}));
    }

    @Test
    void recoversByTheRootKeyAlone() throws Exception {
        TestDevice device = nodes.register("frank");
        TestAccount frank = device.owner;
        AccountRecord sameGeneration = frank.adding(TestDevice.newKeys());
        assertEquals(FailureCode.FORBIDDEN, refusal("PUT", sameGeneration.encoded()));
        assertEquals(
                FailureCode.NOT_FOUND,
                refusal("PUT", new TestAccount("grace").recovered().encoded()));
        AccountRecord next = frank.recovered();
        byte[] forged = next.encoded();
        forged[forged.length - 1] ^= 1;
        assertEquals(FailureCode.IDENTITY_INVALID, refusal("PUT", forged));
        TestAccount.send(nodes.node, "PUT", next.encoded());
        TestAccount.send(nodes.node, "PUT", next.encoded());
        assertEquals(FailureCode.FORBIDDEN, refusal("PUT", sameGeneration.encoded()), "the former list key");
    }

    @Test
    void resetsAnAccountByALinkThatIsUsedOnce() throws Exception {
        TestDevice lost = nodes.register("judy");
        TestDevice friend = nodes.register("mallory");
        TestRoom.open(friend, lost);
        Optional<ByteString> link = Optional.of(
                nodes.administrator.ask(new CreateReset(lost.account(), 60)).token());
        assertEquals(
                FailureCode.INVITE_INVALID,
                refusal("POST", new TestAccount("niaj").registration(link).encoded()));
        TestAccount found = new TestAccount("judy").register(nodes.node, link);
        // Whoever had the account is cut off; whoever looks for it sees another one.
        assertEquals(FailureCode.DEVICE_REVOKED, lost.connection().end());
        assertEquals(
                FailureCode.AUTHENTICATION_FAILED,
                assertThrows(RefusedException.class, () -> lost.connect(nodes.node))
                        .code());
        assertEquals(
                found.id(), friend.ask(new LookUp(new Handle("judy"))).account().account());
        assertEquals(Optional.of(FailureCode.NOT_FOUND), friend.refusal(new GetAccount(lost.account())));
        // The new one is in no room of the former one, and may be let in like anybody.
        TestDevice device = found.firstDevice().connect(nodes.node);
        assertEquals(List.of(), device.ask(new ListRooms(Optional.empty())).rooms());
        assertEquals("judy", device.ask(new GetAccount(found.id())).handle().value());
        TestRoom.open(friend, device);
        assertEquals(
                FailureCode.INVITE_INVALID,
                refusal("POST", new TestAccount("judy").registration(link).encoded()));
    }

    @Test
    void showsAnAccountToWhoeverKnowsItsId() throws Exception {
        TestDevice device = nodes.register("olivia");
        String path = "/v1/accounts/";
        byte[] answer = TestAccount.http(nodes.node, "GET", path + device.account(), new byte[0])
                .body();
        assertArrayEquals(device.ask(new GetAccount(device.account())).encoded(), answer);
        for (String unknown : List.of(new TestAccount("kim").id().toString(), "", "ab", device.account() + "/x")) {
            assertEquals(
                    FailureCode.NOT_FOUND,
                    code(TestAccount.http(nodes.node, "GET", path + unknown, new byte[0])),
                    unknown);
        }
    }

    private static HttpResponse<byte[]> link(String method, String path, String body) throws Exception {
        return TestAccount.http(nodes.node, method, "/v1/links/" + path, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void keepsTheTwoPartsOfALinkEachWrittenOnce() throws Exception {
        String link = ByteString.adopt(TestDevice.RANDOM.nextBytes(32)).toHex();
        assertEquals(FailureCode.NOT_FOUND, code(link("PUT", link + "/answer", "too early")));
        assertEquals(FailureCode.NOT_FOUND, code(link("GET", link + "/offer", "")));
        assertEquals(204, link("PUT", link + "/offer", "offer").statusCode());
        assertEquals(204, link("PUT", link + "/offer", "offer").statusCode());
        assertEquals(FailureCode.LINK_TAKEN, code(link("PUT", link + "/offer", "another")));
        assertEquals("offer", new String(link("GET", link + "/offer", "").body(), StandardCharsets.UTF_8));
        assertEquals(FailureCode.NOT_FOUND, code(link("GET", link + "/answer", "")));
        assertEquals(204, link("PUT", link + "/answer", "answer").statusCode());
        assertEquals(FailureCode.LINK_TAKEN, code(link("PUT", link + "/answer", "another")));
        assertEquals("answer", new String(link("GET", link + "/answer", "").body(), StandardCharsets.UTF_8));
        assertEquals(FailureCode.MALFORMED_REQUEST, code(link("PUT", link + "/offer", "")));
        for (String wrong :
                List.of(link, link + "/", link + "/other", "ab/offer", link.toUpperCase(Locale.ROOT) + "/offer")) {
            assertEquals(FailureCode.NOT_FOUND, code(link("GET", wrong, "")), wrong);
        }
    }

    private static BlobId id(byte[] bytes) {
        return TestBlobs.id(bytes);
    }

    private static HttpResponse<byte[]> blob(String method, BlobId blob, String token, byte[] body) throws Exception {
        return blob(method, blob, token, 0, body);
    }

    private static HttpResponse<byte[]> blob(String method, BlobId blob, String token, int offset, byte[] body)
            throws Exception {
        return TestBlobs.send(nodes.node, method, blob, token, offset, body);
    }

    private static FailureCode code(HttpResponse<byte[]> answer) throws Exception {
        return FailureCode.of(TestAccount.failure(answer).number()).orElseThrow();
    }

    @Test
    void movesBlobsByACapabilityForThisBlobAndThisWay() throws Exception {
        TestDevice owner = nodes.register("heidi");
        TestDevice member = nodes.register("ivan");
        List<TestRoom> views = TestRoom.open(owner, member);
        BlobId blob = id(BYTES);
        String upload = owner.ask(new BeginUpload(views.getFirst().id, blob, BYTES.length))
                .token();
        char[] tampered = upload.toCharArray();
        tampered[3] = tampered[3] == 'A' ? 'B' : 'A';
        for (String wrong : List.of("", "AAAA", "%%%", new String(tampered), upload.substring(1))) {
            assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("PUT", blob, wrong, BYTES)), wrong);
            assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("GET", blob, wrong, new byte[0])), wrong);
        }
        BlobId other = id(new byte[] {1});
        assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("PUT", other, upload, new byte[] {1})));
        assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("GET", blob, upload, new byte[0])));
        assertEquals(Optional.of(FailureCode.NOT_FOUND), member.refusal(new BeginDownload(views.getFirst().id, blob)));
        assertEquals(FailureCode.UPLOAD_MOVED_ON, code(blob("PUT", blob, upload, 5, BYTES)));
        assertEquals(FailureCode.BLOB_MISMATCH, code(blob("PUT", blob, upload, new byte[BYTES.length])));
        assertEquals(204, blob("PUT", blob, upload, BYTES).statusCode());

        String download =
                member.ask(new BeginDownload(views.getFirst().id, blob)).token();
        assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("PUT", blob, download, BYTES)));
        assertArrayEquals(BYTES, blob("GET", blob, download, new byte[0]).body());
        // It ends with the membership.
        views.getFirst().remove(member);
        assertEquals(FailureCode.CAPABILITY_INVALID, code(blob("GET", blob, download, new byte[0])));
        assertEquals(
                Optional.of(FailureCode.NOT_A_MEMBER), member.refusal(new BeginDownload(views.getFirst().id, blob)));
        // And it is for one room: in another one there is no such blob.
        TestRoom elsewhere = TestRoom.open(owner).getFirst();
        assertEquals(Optional.of(FailureCode.NOT_FOUND), owner.refusal(new BeginDownload(elsewhere.id, blob)));
        assertEquals(
                Optional.of(FailureCode.TOO_LARGE), owner.refusal(new BeginUpload(elsewhere.id, other, (1 << 20) + 1)));
        assertEquals(
                Optional.of(FailureCode.QUOTA_EXCEEDED), owner.refusal(new BeginUpload(elsewhere.id, other, 1 << 20)));
    }
}
