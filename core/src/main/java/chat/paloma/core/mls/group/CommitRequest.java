package chat.paloma.core.mls.group;

import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a member wants to commit. Immutable; start from {@link #of}.
 *
 * @param proposals of the committer, by value
 * @param coverReceived whether to cover the proposals that wait, as far as they fit together
 * @param pathPolicy when to bring fresh keys though nothing requires it
 * @param leafChange of the committer; anything but {@link LeafChange#NONE} needs a path and gets one
 * @param inlineTree whether the Welcome carries the ratchet tree
 * @param publishGroupInfo whether to make a GroupInfo of the next epoch for others to join by, without the tree
 * @param groupInfoExtensions further ones, for the Welcome and the GroupInfo
 */
public record CommitRequest(
        List<Proposal> proposals,
        boolean coverReceived,
        PathPolicy pathPolicy,
        LeafChange leafChange,
        PreSharedKeys preSharedKeys,
        MessageOptions message,
        boolean inlineTree,
        boolean publishGroupInfo,
        ExtensionList groupInfoExtensions) {

    public CommitRequest {
        proposals = List.copyOf(proposals);
    }

    /** These proposals with those that wait, sent in the open; the Welcome carries the tree. */
    public static CommitRequest of(Proposal... proposals) {
        return of(Arrays.asList(proposals));
    }

    public static CommitRequest of(List<Proposal> proposals) {
        return new CommitRequest(
                proposals,
                true,
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

    public CommitRequest withoutReceived() {
        return new CommitRequest(
                proposals,
                false,
                pathPolicy,
                leafChange,
                preSharedKeys,
                message,
                inlineTree,
                publishGroupInfo,
                groupInfoExtensions);
    }

    public CommitRequest withPathPolicy(PathPolicy policy) {
        return new CommitRequest(
                proposals,
                coverReceived,
                policy,
                leafChange,
                preSharedKeys,
                message,
                inlineTree,
                publishGroupInfo,
                groupInfoExtensions);
    }

    public CommitRequest withLeafChange(LeafChange change) {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                change,
                preSharedKeys,
                message,
                inlineTree,
                publishGroupInfo,
                groupInfoExtensions);
    }

    public CommitRequest withPreSharedKeys(PreSharedKeys keys) {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                leafChange,
                keys,
                message,
                inlineTree,
                publishGroupInfo,
                groupInfoExtensions);
    }

    public CommitRequest withMessage(MessageOptions options) {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                leafChange,
                preSharedKeys,
                options,
                inlineTree,
                publishGroupInfo,
                groupInfoExtensions);
    }

    /** The tree does not travel in the Welcome: a joiner gets it elsewhere. */
    public CommitRequest withTreeApart() {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                leafChange,
                preSharedKeys,
                message,
                false,
                publishGroupInfo,
                groupInfoExtensions);
    }

    /** Also makes a GroupInfo by which others can join the next epoch. */
    public CommitRequest withGroupInfo() {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                leafChange,
                preSharedKeys,
                message,
                inlineTree,
                true,
                groupInfoExtensions);
    }

    public CommitRequest withGroupInfoExtensions(ExtensionList extensions) {
        return new CommitRequest(
                proposals,
                coverReceived,
                pathPolicy,
                leafChange,
                preSharedKeys,
                message,
                inlineTree,
                publishGroupInfo,
                extensions);
    }
}
