package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import java.util.Optional;

/**
 * How a new group begins (RFC 9420 section 11).
 *
 * @param groupId that no other group has: random, or made unique otherwise
 * @param creator whose leaf becomes the first; its keys are copied
 * @param extensions of the group context
 */
public record GroupCreation(
        MlsCrypto crypto,
        GroupSettings settings,
        GroupId groupId,
        KeyPackageBundle creator,
        SignaturePrivateKey signatureKey,
        ExtensionList extensions) {

    GroupState create(RandomSource random, long now) throws MlsException {
        GroupExtensions.check(extensions, settings.rules().credentials());
        LeafNodeRules rules = GroupExtensions.leafRules(
                crypto,
                extensions,
                settings.rules(),
                Optional.of(new LeafNodeRules.LifetimeLimits(now, settings.longestLifetime())));
        creator.keyPackage().check(rules);
        RatchetTree tree = RatchetTree.of(crypto, creator.keyPackage().leafNode());
        GroupContext context =
                new GroupContext(crypto.suite(), groupId, 0, tree.treeHash(), ByteString.EMPTY, extensions);
        EpochSecrets epochSecrets = new KeySchedule(crypto).firstEpoch(crypto.randomSecret(random));
        EpochState epoch = new EpochState(
                crypto, context, tree, epochSecrets.confirmationTag(crypto, context.confirmedTranscriptHash()));
        HpkePrivateKey leafKey = new HpkePrivateKey(creator.leafKey().secret().copy());
        MemberSecrets secrets = MemberSecrets.of(
                crypto,
                epochSecrets,
                tree.width(),
                TreePrivateKeys.ofLeaf(new LeafIndex(0), leafKey),
                signatureKey.copy());
        GroupState state = new GroupState(crypto, settings, epoch, secrets, PathActivity.joinedAt(now));
        state.resumptionPsks.add(0, epochSecrets.resumptionPsk(), settings.resumptionPsks());
        return state;
    }
}
