package chat.paloma.core.mls.group;

import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit that passed every check, with the epoch that it begins. Nothing has changed yet: {@link Group#merge} steps
 * into that epoch, {@link Group#reject} gives it up.
 */
public final class StagedCommit {
    final VerifiedMessage.Commit message;
    final Transition transition;
    /** Empty when this member is removed. */
    final Optional<MemberSecrets> next;

    StagedCommit(VerifiedMessage.Commit message, Transition transition, Optional<MemberSecrets> next) {
        this.message = message;
        this.transition = transition;
        this.next = next;
    }

    /** What the commit does. */
    public Received.Advanced summary() {
        return summary(transition, message.content.content(), next.isEmpty());
    }

    static Received.Advanced summary(Transition transition, FramedContent framed, boolean selfRemoved) {
        AppliedProposals applied = transition.applied();
        List<Received.RemovedMember> removed = new ArrayList<>();
        applied.removed()
                .forEach(index -> removed.add(new Received.RemovedMember(
                        index, transition.before().tree().leaf(index).orElseThrow())));
        return new Received.Advanced(
                transition.context().epoch(),
                framed.sender(),
                applied.committer(),
                applied.proposals(),
                List.copyOf(applied.newLeaves()),
                List.copyOf(removed),
                selfRemoved,
                applied.reInit(),
                framed.authenticatedData());
    }

    /** The group context of the next epoch. */
    public GroupContext context() {
        return transition.context();
    }

    /** The tree of the next epoch. */
    public RatchetTree tree() {
        return transition.tree();
    }
}
