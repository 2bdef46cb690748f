package chat.paloma.core.mls.group;

import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a member wants to commit. Immutable; start from {@link #of}.
 *
 * @param proposals of the committer, by value
 * @param leftOut of the proposals that wait; the others are covered, as far as they fit together
 * @param pathPolicy when to bring fresh keys though nothing requires it
 * @param leafChange of the committer; anything but {@link LeafChange#NONE} needs a path and gets one
 * @param inlineTree whether the Welcome carries the ratchet tree
 * @param publishGroupInfo whether to make a GroupInfo of the next epoch for others to join by, without the tree
 * @param groupInfoExtensions further ones, for the Welcome and the GroupInfo
 */
public record CommitRequest(
        List<Proposal> proposals,
        Set<ProposalRef> leftOut,
        PathPolicy pathPolicy,
        LeafChange leafChange,
        PreSharedKeys preSharedKeys,
        MessageOptions message,
        boolean inlineTree,
        boolean publishGroupInfo,
        ExtensionList groupInfoExtensions) {

    public CommitRequest {
        proposals = List.copyOf(proposals);
        leftOut = Set.copyOf(leftOut);
    }

    /** These proposals with those that wait, sent in the open; the Welcome carries the tree. */
    public static CommitRequest of(Proposal... proposals) {
        return of(Arrays.asList(proposals));
    }

    public static CommitRequest of(List<Proposal> proposals) {
        return new CommitRequest(
                proposals,
                Set.of(),
                PathPolicy.DEFAULT,
                LeafChange.NONE,
                PreSharedKeys.NONE,
                MessageOptions.PUBLIC,
                true,
                false,
                ExtensionList.EMPTY);
    }

    /** Adds members. */
    public static CommitRequest adding(List<KeyPackage> keyPackages) {
        List<Proposal> adds = new ArrayList<>();
        keyPackages.forEach(each -> adds.add(new Proposal.Add(each)));
        return of(adds);
    }

    /**
     * Adds many members in several commits that one member makes one after the other, and brings fresh keys in the last
     * only: a path to members that the series itself has added costs one encryption for each of them, and the next
     * commit's path replaces it at once. What that means: until the last commit, whoever knows the committer's keys of
     * the epoch before the series reads the epochs of the series too. Whoever breaks a series off commits without
     * proposals instead of the last.
     *
     * @param most adds in one commit, at least 1
     */
    public static List<CommitRequest> addingInSeries(List<KeyPackage> keyPackages, int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " adds in a commit");
        }
        List<CommitRequest> series = new ArrayList<>();
        for (int from = 0; from < keyPackages.size(); from += most) {
            int to = Math.min(from + most, keyPackages.size());
            CommitRequest request = adding(keyPackages.subList(from, to));
            series.add(to == keyPackages.size() ? request : request.withPathPolicy(PathPolicy.WITHIN_SERIES_OF_ADDS));
        }
        return series;
    }

    /** Removes members. */
    public static CommitRequest removing(LeafIndex... leaves) {
        List<Proposal> removes = new ArrayList<>();
        for (LeafIndex leaf : leaves) {
            removes.add(new Proposal.Remove(leaf));
        }
        return of(removes);
    }

    /** Does not cover these of the proposals that wait. */
    public CommitRequest leavingOut(Set<ProposalRef> waiting) {
        return with(fields -> fields.leftOut = waiting);
    }

    public CommitRequest withPathPolicy(PathPolicy policy) {
        return with(fields -> fields.pathPolicy = policy);
    }

    public CommitRequest withLeafChange(LeafChange change) {
        return with(fields -> fields.leafChange = change);
    }

    public CommitRequest withPreSharedKeys(PreSharedKeys keys) {
        return with(fields -> fields.preSharedKeys = keys);
    }

    public CommitRequest withMessage(MessageOptions options) {
        return with(fields -> fields.message = options);
    }

    /** The tree does not travel in the Welcome: a joiner gets it elsewhere. */
    public CommitRequest withTreeApart() {
        return with(fields -> fields.inlineTree = false);
    }

    /** Also makes a GroupInfo by which others can join the next epoch. */
    public CommitRequest withGroupInfo() {
        return with(fields -> fields.publishGroupInfo = true);
    }

    public CommitRequest withGroupInfoExtensions(ExtensionList extensions) {
        return with(fields -> fields.groupInfoExtensions = extensions);
    }

    private CommitRequest with(Consumer<Fields> change) {
        Fields fields = new Fields(this);
        change.accept(fields);
        return fields.together();
    }

    /** The components, of which one is about to change. */
    private static final class Fields {
        private List<Proposal> proposals;
        private Set<ProposalRef> leftOut;
        private PathPolicy pathPolicy;
        private LeafChange leafChange;
        private PreSharedKeys preSharedKeys;
        private MessageOptions message;
        private boolean inlineTree;
        private boolean publishGroupInfo;
        private ExtensionList groupInfoExtensions;

        Fields(CommitRequest from) {
            proposals = from.proposals;
            leftOut = from.leftOut;
            pathPolicy = from.pathPolicy;
            leafChange = from.leafChange;
            preSharedKeys = from.preSharedKeys;
            message = from.message;
            inlineTree = from.inlineTree;
            publishGroupInfo = from.publishGroupInfo;
            groupInfoExtensions = from.groupInfoExtensions;
        }

        CommitRequest together() {
            return new CommitRequest(
                    proposals,
                    leftOut,
                    pathPolicy,
                    leafChange,
                    preSharedKeys,
                    message,
                    inlineTree,
                    publishGroupInfo,
                    groupInfoExtensions);
        }
    }
}
