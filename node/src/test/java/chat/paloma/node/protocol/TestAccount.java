package chat.paloma.node.protocol;

import static chat.paloma.node.protocol.TestDevice.CRYPTO;
import static chat.paloma.node.protocol.TestDevice.RANDOM;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Registration;
import chat.paloma.node.Node;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Somebody's account: its root key, its list key, and the newest list that it signed. */
final class TestAccount {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final AccountKeys keys;
    final Handle handle;
    private ListKey listKey;
    private AccountRecord record;

    TestAccount(String handle) {
        this(newKeys(), handle);
    }

    private TestAccount(AccountKeys keys, String handle) {
        this.keys = keys;
        this.handle = new Handle(handle);
        this.listKey = keys.listKey();
        this.record = keys.record();
    }

    private static AccountKeys newKeys() {
        try {
            return AccountKeys.create(CRYPTO, List.of(TestDevice.KEY_ALGORITHM), System.currentTimeMillis(), RANDOM);
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same account, as if it had another handle. */
    TestAccount renamed(String other) {
        return new TestAccount(keys, other);
    }

    AccountId id() {
        return record.account();
    }

    ListKey listKey() {
        return listKey;
    }

    AccountRecord record() {
        return record;
    }

    /** The device with which the account began. */
    TestDevice firstDevice() throws CryptoException {
        return new TestDevice(this, keys.deviceKeys());
    }

    // Lists

    /** The list with one device more, as a request; {@link #signed} makes it the newest. */
    AccountRecord adding(DeviceKeys device) throws CryptoException {
        return listKey.adding(CRYPTO, record, device.entry(System.currentTimeMillis()), RANDOM);
    }

    AccountRecord addingAll(List<DeviceKeys> more) throws CryptoException {
        List<DeviceEntry> devices = new ArrayList<>(record.list().content().devices());
        more.forEach(each -> devices.add(each.entry(System.currentTimeMillis())));
        return listKey.next(CRYPTO, record, devices, RANDOM);
    }

    AccountRecord revoking(TestDevice device) throws CryptoException {
        return listKey.revoking(CRYPTO, record, device.keys.device(), RANDOM);
    }

    /** The list with the same devices under a new list key. */
    AccountRecord recovered() throws CryptoException {
        ListKey next = keys.rootKey().newListKey(CRYPTO, record.generation() + 1, RANDOM);
        AccountRecord following =
                next.next(CRYPTO, record, record.list().content().devices(), RANDOM);
        listKey = next;
        return following;
    }

    void signed(AccountRecord newest) {
        record = newest;
    }

    /** Adds a device on the connection of another one. */
    TestDevice addDevice(TestDevice by) throws Exception {
        DeviceKeys device = TestDevice.newKeys();
        AccountRecord next = adding(device);
        by.ask(new UpdateDevices(next));
        signed(next);
        return new TestDevice(this, device);
    }

    void revoke(TestDevice by, TestDevice device) throws Exception {
        AccountRecord next = revoking(device);
        by.ask(new UpdateDevices(next));
        signed(next);
    }

    // HTTP

    Registration registration(Optional<ByteString> invite) {
        return new Registration(invite, handle, record);
    }

    /** Registers with the link that the node printed for its first administrator. */
    TestAccount registerFirst(Node node) throws Exception {
        return register(node.port(), Optional.of(token(node.notices())));
    }

    /** What the link among a node's notices lets in with. */
    static ByteString token(List<String> notices) {
        String link = notices.stream()
                .filter(line -> line.contains("/#join="))
                .findFirst()
                .orElseThrow();
        byte[] token = Base64.getUrlDecoder().decode(link.substring(link.indexOf('=') + 1));
        return ByteString.adopt(token);
    }

    TestAccount register(Node node, Optional<ByteString> invite) throws Exception {
        return register(node.port(), invite);
    }

    TestAccount register(int port, Optional<ByteString> invite) throws Exception {
        send(port, "POST", registration(invite).encoded());
        return this;
    }

    /** Sends a body to {@code /v1/accounts}, and expects it to be done. */
    static void send(Node node, String method, byte[] body)
            throws IOException, InterruptedException, RefusedException, DecodeException {
        send(node.port(), method, body);
    }

    private static void send(int port, String method, byte[] body)
            throws IOException, InterruptedException, RefusedException, DecodeException {
        HttpResponse<byte[]> answer = http(port, method, "/v1/accounts", body);
        if (answer.statusCode() != 204) {
            throw new RefusedException(failure(answer));
        }
    }

    static HttpResponse<byte[]> http(Node node, String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return http(node.port(), method, path, body, headers);
    }

    private static HttpResponse<byte[]> http(int port, String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    static Failure failure(HttpResponse<byte[]> answer) throws DecodeException {
        Decoder<Failure> decoder = Failure::decode;
        return decoder.decodeAll(answer.body());
    }
}
