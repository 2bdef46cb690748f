package chat.paloma.core.engine.room;

import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether the accounts of a group's members vouch for their leaves. A device that was added a moment ago is on a list that
 * this device may not have seen: before anything is held against a leaf, its account is asked for again.
 */
public final class Vouching {
    private Vouching() {}

    /** Finds the members that are not vouched for, by records of which none is older than a minute. */
    public static void check(RoomContext context, RatchetTree tree, Consumer<List<RatchetTree.Member>> uncertified) {
        context.directory().freshen(context.certification().accounts(tree), () -> again(context, tree, uncertified));
    }

    /** The same, by the newest records of those for whom the known ones do not vouch. */
    static void again(RoomContext context, RatchetTree tree, Consumer<List<RatchetTree.Member>> uncertified) {
        List<RatchetTree.Member> doubtful = context.certification().uncertified(tree);
        if (doubtful.isEmpty()) {
            uncertified.accept(doubtful);
            return;
        }
        List<AccountId> accounts = doubtful.stream()
                .map(member -> Certification.address(member.leaf()).account())
                .distinct()
                .toList();
        context.directory()
                .refresh(
                        accounts,
                        () -> uncertified.accept(context.certification().uncertified(tree)));
    }
}
