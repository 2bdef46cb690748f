package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.labels.LabeledHash;

/** The hash by which a shared part of evidence is found. */
public record EvidenceHash(ByteString bytes) implements TlsEncodable, Comparable<EvidenceHash> {
    public EvidenceHash {
        if (bytes.length() != LabeledHash.LENGTH) {
            throw new IllegalArgumentException("a hash of " + bytes.length() + " bytes");
        }
    }

    /** The hash of these bytes. */
    public static EvidenceHash of(CryptoProvider crypto, ByteString part) {
        return new EvidenceHash(LabeledHash.of(crypto, "evidence", part));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeBytes(bytes.toByteArray());
    }

    public static EvidenceHash decode(TlsReader in) throws DecodeException {
        return new EvidenceHash(ByteString.adopt(in.readBytes(LabeledHash.LENGTH)));
    }

    @Override
    public int compareTo(EvidenceHash other) {
        return bytes.compareTo(other.bytes);
    }
}
