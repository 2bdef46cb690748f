package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.List;

/**
 * Evidence that a device wrote an operation, as it stands with the operation.
 *
 * @param leaf where the sender stood
 * @param rest what stood behind the operation in the message
 * @param signature of the sender over the message in the context
 * @param context of the epoch, by hash
 * @param author the sender's signature key and credential, by hash
 * @param certificate of the list key that certified the device, by hash
 */
public record Evidence(
        LeafIndex leaf,
        ByteString rest,
        ByteString signature,
        EvidenceHash context,
        EvidenceHash author,
        EvidenceHash certificate)
        implements TlsEncodable {
    private static final int MAX_REST = 1024;

    /** The shared parts, by hash. */
    public List<EvidenceHash> parts() {
        return List.of(context, author, certificate);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeUint16(1)
                .writeUint32(leaf.value())
                .write(rest)
                .write(signature)
                .write(context)
                .write(author)
                .write(certificate);
    }

    static Evidence decode(TlsReader in) throws DecodeException {
        if (in.readUint16() != 1) {
            throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "evidence of another format");
        }
        long leaf = in.readUint32();
        if (leaf > Integer.MAX_VALUE) {
            throw new DecodeException(DecodeException.Reason.TOO_LARGE, "leaf " + leaf);
        }
        return new Evidence(
                new LeafIndex((int) leaf),
                ByteString.decode(in, MAX_REST),
                ByteString.decode(in, MlsLimits.MAX_SIGNATURE_LENGTH),
                EvidenceHash.decode(in),
                EvidenceHash.decode(in),
                EvidenceHash.decode(in));
    }

    /**
     * Reads evidence.
     *
     * @throws DecodeException when it is malformed or of another format
     */
    public static Evidence parse(ByteString bytes) throws DecodeException {
        Decoder<Evidence> decoder = Evidence::decode;
        return decoder.decodeAll(bytes.toByteArray());
    }
}
