package chat.paloma.core.mls.proposal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.crypto.MlsCrypto;

/** The hash of the message in which a proposal was sent (RFC 9420 section 5.2). */
public record ProposalRef(ByteString hash) implements TlsEncodable, Comparable<ProposalRef> {
    /**
     * The reference to a proposal.
     *
     * @param authenticatedContent the encoded AuthenticatedContent in which it was sent
     */
    public static ProposalRef of(MlsCrypto crypto, byte[] authenticatedContent) {
        return new ProposalRef(crypto.refHash("MLS 1.0 Proposal Reference", authenticatedContent));
    }

    @Override
    public int compareTo(ProposalRef other) {
        return hash.compareTo(other.hash);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(hash);
    }

    public static ProposalRef decode(TlsReader in) throws DecodeException {
        return new ProposalRef(ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH));
    }
}
