package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;

/** A ratchet tree from outside, well formed and nothing more. Verified, it is a {@link RatchetTree}. */
public final class UnverifiedRatchetTree {
    private final RatchetTree tree;

    private UnverifiedRatchetTree(RatchetTree tree) {
        this.tree = tree;
    }

    /** Reads the data of the extension {@code ratchet_tree} (RFC 9420 section 12.4.3.3), for a group of one suite. */
    public static UnverifiedRatchetTree decode(MlsCrypto crypto, TlsReader in) throws DecodeException {
        return new UnverifiedRatchetTree(new RatchetTree(crypto, RatchetTreeCodec.decode(in)));
    }

    /**
     * Verifies the integrity of the tree as a joiner must (RFC 9420 section 12.4.3.1), the cheap rules first: the tree
     * hash, the parent nodes, the members together, then every leaf with its signature.
     *
     * @param rules of a group with the suite that the tree was read for
     * @param treeHash that a member signed
     * @throws MlsException with the rule that is broken
     */
    public RatchetTree verify(LeafNodeRules rules, GroupId groupId, ByteString treeHash) throws MlsException {
        if (rules.crypto().suite() != tree.crypto().suite()) {
            throw new IllegalArgumentException("the tree was read for another suite");
        }
        if (!tree.treeHash().equals(treeHash)) {
            throw new MlsException(ValidationRule.TREE_HASH, "the tree is not the one that was signed");
        }
        ParentHashRules.check(tree.crypto(), tree.root());
        tree.checkMembers();
        for (RatchetTree.Member member : tree.members()) {
            rules.checkLeafInPlace(member.leaf(), new LeafNodeContext(groupId, member.index()));
        }
        return tree;
    }

    /** The tree without any check: for a tree that was verified before it was stored by ourselves. */
    public RatchetTree dangerouslyTrust() {
        return tree;
    }
}
