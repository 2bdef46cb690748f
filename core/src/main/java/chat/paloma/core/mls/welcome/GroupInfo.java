package chat.paloma.core.mls.welcome;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.Optional;

/**
 * The state of a group as one of its members signed it for somebody outside (RFC 9420 section 12.4.3).
 *
 * <p>That one exists says nothing about its signature: see {@link #verify}.
 */
public record GroupInfo(
        GroupContext context,
        ExtensionList extensions,
        ByteString confirmationTag,
        LeafIndex signer,
        ByteString signature)
        implements TlsEncodable {
    private static final String LABEL = "GroupInfoTBS";

    public static GroupInfo sign(
            MlsCrypto crypto,
            SignaturePrivateKey key,
            GroupContext context,
            ExtensionList extensions,
            ByteString confirmationTag,
            LeafIndex signer,
            RandomSource random)
            throws CryptoException {
        byte[] content = toBeSigned(context, extensions, confirmationTag, signer);
        return new GroupInfo(
                context, extensions, confirmationTag, signer, crypto.signWithLabel(key, LABEL, content, random));
    }

    /** Whether {@code key} signed this. */
    public boolean verify(MlsCrypto crypto, SignaturePublicKey key) {
        return crypto.verifyWithLabel(key, LABEL, toBeSigned(context, extensions, confirmationTag, signer), signature);
    }

    /** The key to which an external commit encrypts its init secret, when the signer offers one. */
    public Optional<HpkePublicKey> externalPublicKey() throws MlsException {
        try {
            return extensions.find(ExtensionType.EXTERNAL_PUB, HpkePublicKey::decode);
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        }
    }

    /** The encoded ratchet tree, when it travels inline. */
    public Optional<ByteString> ratchetTree() {
        return extensions.find(ExtensionType.RATCHET_TREE);
    }

    private static byte[] toBeSigned(
            GroupContext context, ExtensionList extensions, ByteString confirmationTag, LeafIndex signer) {
        return new TlsWriter()
                .write(context)
                .write(extensions)
                .write(confirmationTag)
                .write(signer)
                .toByteArray();
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(context)
                .write(extensions)
                .write(confirmationTag)
                .write(signer)
                .write(signature);
    }

    public static GroupInfo decode(TlsReader in) throws DecodeException {
        return new GroupInfo(
                GroupContext.decode(in),
                ExtensionList.decode(in, MlsLimits.MAX_MESSAGE_LENGTH),
                ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH),
                LeafIndex.decode(in),
                ByteString.decode(in, MlsLimits.MAX_SIGNATURE_LENGTH));
    }
}
