package chat.paloma.core.membership;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.labels.LabeledSignature;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.LeafNode;

/**
 * What the key of an invite link signs: that whoever has this leaf key may join this group in this epoch. It is no use
 * to anybody else, nor later.
 *
 * @param epoch in which the join is sent, unsigned 64 bits
 */
public record RoomLink(RoomGroupId group, long epoch, SignaturePublicKey leafSignatureKey) implements TlsEncodable {
    private static final String LABEL = "room link";

    /**
     * Signs, for the authenticated data of the external commit.
     *
     * @throws CryptoException when the key is none of the suite's signature algorithm
     */
    public ByteString authenticatedData(MlsCrypto crypto, SignaturePrivateKey linkKey, RandomSource random)
            throws CryptoException {
        ByteString signature =
                LabeledSignature.sign(crypto.provider(), crypto.suite().signature(), linkKey, LABEL, this, random);
        return new TlsWriter().write(signature).toByteString();
    }

    /** Whether one of these keys signed the authenticated data. Data of another form is simply not signed. */
    public boolean isSignedByAny(
            MlsCrypto crypto, Iterable<SignaturePublicKey> linkKeys, ByteString authenticatedData) {
        Decoder<ByteString> decoder = in -> ByteString.decode(in, LeafNode.MAX_SIGNATURE);
        ByteString signature;
        try {
            signature = decoder.decodeAll(authenticatedData.toByteArray());
        } catch (DecodeException e) {
            return false;
        }
        for (SignaturePublicKey key : linkKeys) {
            if (LabeledSignature.verify(crypto.provider(), crypto.suite().signature(), key, LABEL, this, signature)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(group).writeUint64(epoch).write(leafSignatureKey);
    }
}
