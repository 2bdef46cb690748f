package chat.paloma.core.mls.commit;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.proposal.ProposalOrRef;
import chat.paloma.core.mls.treekem.UpdatePath;
import java.util.List;
import java.util.Optional;

/**
 * What changes with the next epoch (RFC 9420 section 12.4).
 *
 * @param proposals in the order in which they are applied within their kinds
 * @param path the committer's fresh keys, where the commit has some
 */
public record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path) implements TlsEncodable {
    public Commit {
        proposals = List.copyOf(proposals);
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeList(proposals).writeOptional(path);
    }

    public static Commit decode(TlsReader in) throws DecodeException {
        return new Commit(
                in.readList(MlsLimits.MAX_COMMIT_PROPOSALS, ProposalOrRef::decode),
                in.readOptional(UpdatePath::decode));
    }
}
