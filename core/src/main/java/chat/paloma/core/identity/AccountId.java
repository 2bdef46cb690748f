package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.labels.LabeledHash;

/** An account: the hash of its root key, so that nobody can give it another one. */
public record AccountId(ByteString bytes) implements TlsEncodable, Comparable<AccountId> {
    /** Its length in bytes. */
    public static final int LENGTH = 32;

    public AccountId {
        if (bytes.length() != LENGTH) {
            throw new IllegalArgumentException("an account id of " + bytes.length() + " bytes");
        }
    }

    /** The account of a root key. */
    public static AccountId of(CryptoProvider crypto, SignaturePublicKey rootKey) {
        return new AccountId(LabeledHash.of(crypto, "account", rootKey));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static AccountId decode(TlsReader in) throws DecodeException {
        return new AccountId(ByteString.adopt(in.readBytes(LENGTH)));
    }

    @Override
    public int compareTo(AccountId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return bytes.toHex();
    }
}
