package chat.paloma.interop.tsmls;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.PeerException;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A member in the process of {@link TsMls}. */
final class TsMlsPeer implements MlsPeer {
    private final JsonLineProcess process;
    private final int id;

    private TsMlsPeer(JsonLineProcess process, int id) {
        this.process = process;
        this.id = id;
    }

    static TsMlsPeer open(JsonLineProcess process, int id, CipherSuite suite, String identity, HandshakeFraming framing)
            throws PeerException {
        TsMlsPeer peer = new TsMlsPeer(process, id);
        peer.call(peer.request("open")
                .add("suite", suite.id())
                .add("identity", base64(identity.getBytes(StandardCharsets.UTF_8)))
                .add("publicHandshakes", framing == HandshakeFraming.PUBLIC_MESSAGE));
        return peer;
    }

    @Override
    public byte[] keyPackage() throws PeerException {
        return bytes(call(request("keyPackage")));
    }

    @Override
    public void create(byte[] groupId) throws PeerException {
        call(request("create").add("groupId", base64(groupId)));
    }

    @Override
    public void join(byte[] welcome) throws PeerException {
        call(request("join").add("welcome", base64(welcome)));
    }

    @Override
    public byte[] joinExternally(byte[] groupInfo) throws PeerException {
        return bytes(call(request("joinExternally").add("groupInfo", base64(groupInfo))));
    }

    @Override
    public byte[] groupInfo() throws PeerException {
        return bytes(call(request("groupInfo")));
    }

    @Override
    public byte[] proposeUpdate() throws PeerException {
        return bytes(call(request("proposeUpdate")));
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws PeerException {
        return bytes(call(request("proposeAdd").add("keyPackage", base64(keyPackage))));
    }

    @Override
    public byte[] proposeRemove(int leaf) throws PeerException {
        return bytes(call(request("proposeRemove").add("leaf", leaf)));
    }

    @Override
    public Committed commit(Changes changes) throws PeerException {
        JsonArray removes = new JsonArray();
        changes.removes().forEach(leaf -> removes.add(leaf));
        JsonObject made = call(request("commit")
                        .add("adds", base64(changes.adds()))
                        .add("removes", removes)
                        .add("preSharedKeys", base64(changes.preSharedKeys())))
                .asObject();
        JsonValue welcome = made.get("welcome");
        return new Committed(
                ByteString.adopt(bytes(made.get("commit"))),
                welcome.isNull() ? Optional.empty() : Optional.of(ByteString.adopt(bytes(welcome))));
    }

    @Override
    public void process(byte[] message) throws PeerException {
        call(request("process").add("message", base64(message)));
    }

    @Override
    public byte[] encrypt(byte[] data) throws PeerException {
        return bytes(call(request("encrypt").add("data", base64(data))));
    }

    @Override
    public byte[] decrypt(byte[] message) throws PeerException {
        return bytes(call(request("decrypt").add("message", base64(message))));
    }

    @Override
    public void addPreSharedKey(byte[] name, byte[] secret) throws PeerException {
        call(request("addPreSharedKey").add("name", base64(name)).add("secret", base64(secret)));
    }

    @Override
    public long epoch() throws PeerException {
        return call(request("epoch")).asLong();
    }

    @Override
    public byte[] epochAuthenticator() throws PeerException {
        return bytes(call(request("epochAuthenticator")));
    }

    @Override
    public byte[] exportSecret(String label, byte[] context, int length) throws PeerException {
        return bytes(call(request("exportSecret")
                .add("label", label)
                .add("context", base64(context))
                .add("length", length)));
    }

    @Override
    public OptionalLong stateLength() throws PeerException {
        return OptionalLong.of(call(request("stateLength")).asLong());
    }

    @Override
    public int leaf() throws PeerException {
        return call(request("leaf")).asInt();
    }

    private JsonObject request(String method) {
        return new JsonObject().add("member", id).add("method", method);
    }

    private JsonValue call(JsonObject request) throws PeerException {
        return process.call(request);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static JsonArray base64(List<byte[]> list) {
        JsonArray array = new JsonArray();
        list.forEach(bytes -> array.add(base64(bytes)));
        return array;
    }

    private static byte[] bytes(JsonValue value) {
        return Base64.getDecoder().decode(value.asString());
    }
}
