package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.Optional;

/**
 * What a member sends to begin an epoch. The group stays in its epoch until {@link Group#confirm} says that this commit
 * was accepted, or goes on without it after {@link Group#discard} or another member's commit.
 *
 * @param commit for the group
 * @param welcome for those whom it adds, to be delivered only once the commit is accepted
 * @param groupInfo of the epoch that it begins, without the tree, when it was asked for; likewise
 */
public record PendingCommit(MlsMessage commit, Optional<MlsMessage> welcome, Optional<GroupInfo> groupInfo)
        implements TlsEncodable {
    @Override
    public void encode(TlsWriter out) {
        out.write(commit).writeOptional(welcome).writeOptional(groupInfo);
    }

    static PendingCommit decode(TlsReader in) throws DecodeException {
        return new PendingCommit(
                MlsMessage.decode(in), in.readOptional(MlsMessage::decode), in.readOptional(GroupInfo::decode));
    }
}
