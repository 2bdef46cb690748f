package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.ArrayList;
import java.util.List;

/** How a member describes its group to somebody outside. */
final class GroupInfos {
    private GroupInfos() {}

    /**
     * Describes and signs.
     *
     * @param inlineTree whether to add the ratchet tree
     * @param externalJoin whether to add the key that external commits encrypt to
     */
    static GroupInfo sign(
            EpochState epoch,
            MemberSecrets secrets,
            boolean inlineTree,
            boolean externalJoin,
            ExtensionList further,
            RandomSource random)
            throws CryptoException {
        List<Extension> extensions = new ArrayList<>();
        if (inlineTree) {
            extensions.add(Extension.of(ExtensionType.RATCHET_TREE, epoch.tree()));
        }
        if (externalJoin) {
            extensions.add(Extension.of(
                    ExtensionType.EXTERNAL_PUB,
                    secrets.epoch().externalKeyPair(epoch.crypto()).publicKey()));
        }
        extensions.addAll(further.entries());
        return GroupInfo.sign(
                epoch.crypto(),
                secrets.signatureKey(),
                epoch.context(),
                new ExtensionList(extensions),
                epoch.confirmationTag(),
                secrets.treeKeys().owner(),
                random);
    }
}
