package chat.paloma.core.wire;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** What an account's devices keep together at the node, which can't read it. */
public final class VaultRequests {
    public static final RequestType<GetVault, StoredVault> GET_VAULT =
            new RequestType<>(112, "get-vault", GetVault::decode, StoredVault::decode);
    public static final RequestType<PutVault, Done> PUT_VAULT =
            new RequestType<>(113, "put-vault", PutVault::decode, Done::decode);

    private VaultRequests() {}

    /** Gets the vault of one's own account. */
    public record GetVault() implements Request<StoredVault> {
        @Override
        public RequestType<?, StoredVault> type() {
            return GET_VAULT;
        }

        @Override
        public void encode(TlsWriter out) {}

        static GetVault decode(TlsReader in) {
            return new GetVault();
        }
    }

    /**
     * A vault as the node has it.
     *
     * @param version counts what was put, from 1; 0 when nothing was
     * @param content opaque to the node, empty at version 0
     */
    public record StoredVault(long version, ByteString content) implements TlsEncodable {
        /** Of an account that never put one. */
        public static final StoredVault NONE = new StoredVault(0, ByteString.EMPTY);

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(version).write(content);
        }

        static StoredVault decode(TlsReader in) throws DecodeException {
            return new StoredVault(WireFields.readLong(in), ByteString.decode(in, WireLimits.MAX_VAULT));
        }
    }

    /**
     * Replaces the vault of one's own account.
     *
     * @param expected the version that it has now
     */
    public record PutVault(long expected, ByteString content) implements Request<Done> {
        @Override
        public RequestType<?, Done> type() {
            return PUT_VAULT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(expected).write(content);
        }

        static PutVault decode(TlsReader in) throws DecodeException {
            return new PutVault(WireFields.readLong(in), ByteString.decode(in, WireLimits.MAX_VAULT));
        }
    }
}
