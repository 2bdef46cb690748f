package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Groups that come from other groups: by re-initialisation or as a branch (RFC 9420 sections 11.2 and 11.3). */
public final class LinkedGroups {
    private LinkedGroups() {}

    /**
     * Begins the group that a ReInit announced, with all members of the old one.
     *
     * @param ended the old group, after the ReInit was committed; it is not spent
     * @param others key packages of all its other members, of the new suite
     * @return the new group with its first commit pending, whose Welcome goes to the others
     */
    public static Step<PendingCommit> reinitialize(
            Group ended, GroupCreation creation, List<KeyPackage> others, RandomSource random, long now)
            throws MlsException {
        return begin(ended, creation, others, ResumptionUsage.REINIT, random, now);
    }

    /**
     * Begins a group of some members of another one, with its suite.
     *
     * @param origin the other group; it is not spent
     * @param others key packages of the members to take along
     * @return the new group with its first commit pending, whose Welcome goes to the others
     */
    public static Step<PendingCommit> branch(
            Group origin, GroupCreation creation, List<KeyPackage> others, RandomSource random, long now)
            throws MlsException {
        return begin(origin, creation, others, ResumptionUsage.BRANCH, random, now);
    }

    private static Step<PendingCommit> begin(
            Group from,
            GroupCreation creation,
            List<KeyPackage> others,
            ResumptionUsage usage,
            RandomSource random,
            long now)
            throws MlsException {
        List<LeafNode> members = new ArrayList<>();
        members.add(creation.creator().keyPackage().leafNode());
        others.forEach(each -> members.add(each.leafNode()));
        Founded founded = new Founded(
                creation.groupId().bytes(),
                CipherSuiteId.of(creation.crypto().suite()),
                creation.extensions(),
                members);
        JoinRequest.Origin origin = from.origin();
        check(usage, origin, founded, creation.settings().rules().identities());

        GroupState state = creation.create(random, now);
        state.linking = Optional.of(usage);
        PreSharedKeyId link = new PreSharedKeyId.Resumption(
                        usage, origin.context().groupId(), origin.context().epoch(), ByteString.EMPTY)
                .withFreshNonce(creation.crypto().suite(), random);
        List<Proposal> proposals = new ArrayList<>();
        others.forEach(each -> proposals.add(new Proposal.Add(each)));
        proposals.add(new Proposal.PreSharedKey(link));
        CommitRequest request = CommitRequest.of(proposals)
                .withPreSharedKeys(id ->
                        id.equals(link) ? from.resumptionPsk(origin.context().epoch()) : Optional.empty());
        return new Group(state).commit(request, random, now);
    }

    /** What is checked of a linked group, by its founder and by those who join it. */
    record Founded(ByteString groupId, CipherSuiteId suite, ExtensionList extensions, List<LeafNode> members) {}

    static void check(ResumptionUsage usage, JoinRequest.Origin origin, Founded founded, IdentityRules identities)
            throws MlsException {
        Set<ByteString> before = clients(origin.members(), identities);
        Set<ByteString> after = clients(founded.members(), identities);
        if (usage == ResumptionUsage.REINIT) {
            boolean asAnnounced = origin.successor()
                    .filter(reInit -> reInit.groupId().bytes().equals(founded.groupId())
                            && reInit.suite().equals(founded.suite())
                            && reInit.version().equals(ProtocolVersion.MLS_1_0)
                            && reInit.extensions().equals(founded.extensions()))
                    .isPresent();
            if (!asAnnounced || !before.equals(after)) {
                throw new MlsException(ValidationRule.JOIN_REINIT, "not the group that the ReInit announced");
            }
        } else if (!CipherSuiteId.of(origin.context().suite()).equals(founded.suite()) || !before.containsAll(after)) {
            throw new MlsException(ValidationRule.JOIN_BRANCH, "not a branch of its group");
        }
    }

    private static Set<ByteString> clients(List<LeafNode> members, IdentityRules identities) {
        Set<ByteString> clients = new TreeSet<>();
        members.forEach(leaf -> clients.add(identities.clientOf(leaf)));
        return clients;
    }
}
