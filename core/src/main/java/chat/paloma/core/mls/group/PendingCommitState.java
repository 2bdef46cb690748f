package chat.paloma.core.mls.group;

import chat.paloma.core.mls.framing.AuthenticatedContent;
import java.util.Optional;

/**
 * A commit of ours that nobody has confirmed yet, with the secrets of the epoch that it would begin.
 *
 * @param content as it was signed, from which the public half of the next epoch can be computed again
 * @param next our secrets in that epoch
 * @param madeAt in seconds since 1970
 * @param transition the public half; not stored, but computed again from {@code content} where it is missing
 */
record PendingCommitState(
        PendingCommit output,
        AuthenticatedContent content,
        MemberSecrets next,
        long madeAt,
        Optional<Transition> transition) {}
