package chat.paloma.core.mls.framing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import java.util.Optional;

/**
 * Framed content with what authenticates it (RFC 9420 section 6.1).
 *
 * @param wireFormat how it travels, which the signature covers
 * @param confirmationTag on a commit, and only there
 */
public record AuthenticatedContent(
        WireFormat wireFormat, FramedContent content, ByteString signature, Optional<ByteString> confirmationTag)
        implements TlsEncodable {
    private static final String LABEL = "FramedContentTBS";

    /** Signs content. A commit gets its confirmation tag later, since the tag depends on the signature. */
    public static AuthenticatedContent sign(
            MlsCrypto crypto,
            SignaturePrivateKey key,
            WireFormat wireFormat,
            FramedContent content,
            GroupContext context,
            RandomSource random)
            throws CryptoException {
        ByteString signature = crypto.signWithLabel(key, LABEL, toBeSigned(wireFormat, content, context), random);
        return new AuthenticatedContent(wireFormat, content, signature, Optional.empty());
    }

    public AuthenticatedContent withConfirmationTag(ByteString tag) {
        return new AuthenticatedContent(wireFormat, content, signature, Optional.of(tag));
    }

    /** Whether {@code key} signed this for a group in the state of {@code context}. */
    public boolean verify(MlsCrypto crypto, SignaturePublicKey key, GroupContext context) {
        return crypto.verifyWithLabel(key, LABEL, toBeSigned(wireFormat, content, context), signature);
    }

    /** FramedContentTBS: senders outside the group do not sign its context, which they may not know. */
    private static byte[] toBeSigned(WireFormat wireFormat, FramedContent content, GroupContext context) {
        TlsWriter out =
                new TlsWriter().write(ProtocolVersion.MLS_1_0).write(wireFormat).write(content);
        if (content.sender() instanceof Sender.Member || content.sender() instanceof Sender.NewMemberCommit) {
            out.write(context);
        }
        return out.toByteArray();
    }

    /** AuthenticatedContentTBM, over which a membership tag is made (section 6.2). */
    byte[] toBeMaced(GroupContext context) {
        TlsWriter out = new TlsWriter().writeBytes(toBeSigned(wireFormat, content, context));
        encodeAuthData(out);
        return out.toByteArray();
    }

    /** ConfirmedTranscriptHashInput (section 8.2). */
    public byte[] confirmedTranscriptInput() {
        return new TlsWriter().write(wireFormat).write(content).write(signature).toByteArray();
    }

    /** How a commit refers to this, when it is a proposal. */
    public ProposalRef proposalRef(MlsCrypto crypto) {
        return ProposalRef.of(crypto, encoded());
    }

    /** FramedContentAuthData (section 6.1). */
    void encodeAuthData(TlsWriter out) {
        out.write(signature);
        confirmationTag.ifPresent(out::write);
    }

    static AuthenticatedContent decodeAuthData(WireFormat wireFormat, FramedContent content, TlsReader in)
            throws DecodeException {
        ByteString signature = ByteString.decode(in, MlsLimits.MAX_SIGNATURE_LENGTH);
        boolean isCommit = content.content().type() == ContentType.COMMIT;
        Optional<ByteString> tag =
                isCommit ? Optional.of(ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH)) : Optional.empty();
        return new AuthenticatedContent(wireFormat, content, signature, tag);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(wireFormat).write(content);
        encodeAuthData(out);
    }

    public static AuthenticatedContent decode(TlsReader in) throws DecodeException {
        return decodeAuthData(WireFormat.decode(in), FramedContent.decode(in), in);
    }
}
