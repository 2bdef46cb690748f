package chat.paloma.core.mls.group;

import chat.paloma.core.mls.proposal.Proposal;
import java.util.List;

/**
 * When a member brings fresh keys though the protocol does not require it. Fresh keys heal a member whose secrets
 * leaked, and cost a message that grows with the logarithm of the group.
 *
 * @param onJoin soon after joining by a Welcome, whose keys were published before
 * @param onAdd in every commit that adds somebody; one that removes or updates somebody always has a path
 * @param everyMessages after so many own application messages
 * @param everySeconds after so long, when the member has sent something since
 */
public record PathPolicy(boolean onJoin, boolean onAdd, int everyMessages, long everySeconds) {
    /** On join, add and remove; every 50 messages or 24 hours. */
    public static final PathPolicy DEFAULT = new PathPolicy(true, true, 50, 24 * 60 * 60);
    /**
     * For all commits but the last of a series in which one member adds many, see {@link CommitRequest#addingInSeries}.
     */
    public static final PathPolicy WITHIN_SERIES_OF_ADDS = new PathPolicy(true, false, 50, 24 * 60 * 60);
    /** Only where the protocol requires it. */
    public static final PathPolicy WHEN_REQUIRED = new PathPolicy(false, false, Integer.MAX_VALUE, Long.MAX_VALUE);

    public PathPolicy {
        if (everyMessages < 1 || everySeconds < 1) {
            throw new IllegalArgumentException("a path every " + everyMessages + " messages, " + everySeconds + " s");
        }
    }

    /**
     * Whether a member should commit a path now, with or without a proposal.
     *
     * @param now in seconds since 1970
     */
    public boolean isDue(PathActivity activity, long now) {
        if (!activity.hasOwnPath()) {
            return onJoin;
        }
        return activity.messages() >= everyMessages
                || (activity.messages() > 0 && now - activity.since() >= everySeconds);
    }

    boolean wantsPath(List<CommittedProposal> proposals, PathActivity activity, long now) {
        return isDue(activity, now)
                || (onAdd && proposals.stream().anyMatch(each -> each.proposal() instanceof Proposal.Add));
    }
}
