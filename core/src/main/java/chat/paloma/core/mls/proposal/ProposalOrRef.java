package chat.paloma.core.mls.proposal;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;

/** A proposal as a commit names it (RFC 9420 section 12.4). */
public sealed interface ProposalOrRef extends TlsEncodable {
    /** The committer's own proposal, in the commit itself. */
    record ByValue(Proposal proposal) implements ProposalOrRef {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(1).write(proposal);
        }
    }

    /** A proposal that somebody sent before. */
    record ByReference(ProposalRef reference) implements ProposalOrRef {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint8(2).write(reference);
        }
    }

    static ProposalOrRef decode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case 1 -> new ByValue(Proposal.decode(in));
            case 2 -> new ByReference(ProposalRef.decode(in));
            default -> throw new DecodeException(Reason.INVALID_VALUE, "neither a proposal nor a reference");
        };
    }
}
