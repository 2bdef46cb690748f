package chat.paloma.client.store;

import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneChain;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What there is once in a profile: who and where the device is, and how far it has read its inbox. */
public final class Settings {
    private final Sql sql;

    Settings(Sql sql) {
        this.sql = sql;
    }

    private <T> Optional<T> get(String name, Decoder<T> decoder) {
        return sql.find(row -> Sql.decode(row, "value", decoder), "SELECT value FROM setting WHERE name = ?", name);
    }

    private void put(String name, TlsEncodable value) {
        sql.update("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value);
    }

    public Optional<Identity> identity() {
        return get("identity", Identity::decode);
    }

    /** The server's origin. */
    public Optional<String> server() {
        return get("server", in -> new String(in.readOpaque(1024), StandardCharsets.UTF_8));
    }

    public Optional<Handle> handle() {
        return get("handle", Handle::decode);
    }

    /** Keeps who this device is going to be, before the node hears of it. */
    public void begin(Identity identity, String server, Handle handle) {
        sql.transaction(() -> {
            put("identity", identity);
            put("server", out -> out.writeOpaque(server.getBytes(StandardCharsets.UTF_8)));
            put("handle", handle);
            return handle;
        });
    }

    /** Whether the node has the account. */
    public boolean isRegistered() {
        return get("registered", in -> in.readUint8() == 1).orElse(false);
    }

    public void setRegistered() {
        put("registered", out -> out.writeUint8(1));
    }

    /** The server of the first connection, which every later one must reach. */
    public Optional<ServerId> serverId() {
        return get("server-id", ServerId::decode);
    }

    public void setServerId(ServerId server) {
        put("server-id", server);
    }

    public Optional<LaneChain> inbox() {
        return get("inbox", Chains::decode);
    }

    public void setInbox(LaneChain chain) {
        put("inbox", Chains.encodable(chain));
    }

    /** The number that the next message gets. */
    public long nextMessage() {
        return get("next-message", in -> in.readUint64()).orElse(1L);
    }

    /** Takes the next number. It is used up even if nothing is sent with it. */
    public long takeMessage() {
        return sql.transaction(() -> {
            long number = nextMessage();
            put("next-message", out -> out.writeUint64(number + 1));
            return number;
        });
    }
}
