package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.Optional;

/** What somebody outside checks of a GroupInfo and the tree that belongs to it (RFC 9420 section 12.4.3.1). */
final class GroupInfoRules {
    private GroupInfoRules() {}

    /**
     * The epoch that a GroupInfo describes, with its tree verified and the signature of a member on it. That the
     * confirmation tag is right, only a member can tell.
     *
     * @param apart the tree, when it did not come inline
     */
    static EpochState verify(
            MlsCrypto crypto, GroupInfo groupInfo, Optional<UnverifiedRatchetTree> apart, GroupRules rules)
            throws MlsException {
        GroupContext context = groupInfo.context();
        if (context.suite() != crypto.suite()) {
            throw new MlsException(ValidationRule.WELCOME_SUITE, "a group of " + context.suite());
        }
        GroupExtensions.check(context.extensions(), rules.credentials());
        UnverifiedRatchetTree unverified = apart.isPresent() ? apart.get() : inlineTree(crypto, groupInfo);
        RatchetTree tree = unverified.verify(
                GroupExtensions.leafRules(crypto, context.extensions(), rules, Optional.empty()),
                context.groupId(),
                context.treeHash());
        LeafNode signer = tree.leaf(groupInfo.signer())
                .orElseThrow(() -> new MlsException(
                        ValidationRule.GROUP_INFO_SIGNATURE, "the signer is no member: " + groupInfo.signer()));
        if (!groupInfo.verify(crypto, signer.signatureKey())) {
            throw new MlsException(ValidationRule.GROUP_INFO_SIGNATURE, "the signature does not verify");
        }
        return new EpochState(crypto, context, tree, groupInfo.confirmationTag());
    }

    private static UnverifiedRatchetTree inlineTree(MlsCrypto crypto, GroupInfo groupInfo) throws MlsException {
        ByteString encoded = groupInfo
                .ratchetTree()
                .orElseThrow(() -> new MlsException(ValidationRule.JOIN_TREE_PRESENT, "there is no tree"));
        Decoder<UnverifiedRatchetTree> decoder = in -> UnverifiedRatchetTree.decode(crypto, in);
        try {
            return decoder.decodeAll(encoded.toByteArray());
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        }
    }
}
