package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import java.util.List;
import java.util.Optional;

/**
 * What somebody brings to join by an external commit. Immutable; start from {@link #of}.
 *
 * @param tree when the GroupInfo does not carry it
 * @param replaces the joiner's former leaf, which this commit removes (resync)
 * @param psks to mix in, whose nonces are replaced by fresh ones
 */
public record ExternalJoinRequest(
        MlsCrypto crypto,
        GroupSettings settings,
        SignatureKeyPair signatureKey,
        Credential credential,
        Capabilities capabilities,
        ExtensionList leafExtensions,
        Optional<UnverifiedRatchetTree> tree,
        Optional<LeafIndex> replaces,
        List<PreSharedKeyId> psks,
        PreSharedKeys preSharedKeys,
        ByteString authenticatedData) {

    public static ExternalJoinRequest of(
            MlsCrypto crypto,
            GroupSettings settings,
            SignatureKeyPair signatureKey,
            Credential credential,
            Capabilities capabilities) {
        return new ExternalJoinRequest(
                crypto,
                settings,
                signatureKey,
                credential,
                capabilities,
                ExtensionList.EMPTY,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                PreSharedKeys.NONE,
                ByteString.EMPTY);
    }

    public ExternalJoinRequest withTree(UnverifiedRatchetTree apart) {
        return new ExternalJoinRequest(
                crypto,
                settings,
                signatureKey,
                credential,
                capabilities,
                leafExtensions,
                Optional.of(apart),
                replaces,
                psks,
                preSharedKeys,
                authenticatedData);
    }

    /** Removes the joiner's former leaf in the same commit. */
    public ExternalJoinRequest replacing(LeafIndex former) {
        return new ExternalJoinRequest(
                crypto,
                settings,
                signatureKey,
                credential,
                capabilities,
                leafExtensions,
                tree,
                Optional.of(former),
                psks,
                preSharedKeys,
                authenticatedData);
    }

    public ExternalJoinRequest withPreSharedKeys(List<PreSharedKeyId> ids, PreSharedKeys keys) {
        return new ExternalJoinRequest(
                crypto,
                settings,
                signatureKey,
                credential,
                capabilities,
                leafExtensions,
                tree,
                replaces,
                ids,
                keys,
                authenticatedData);
    }

    public ExternalJoinRequest withAuthenticatedData(ByteString data) {
        return new ExternalJoinRequest(
                crypto,
                settings,
                signatureKey,
                credential,
                capabilities,
                leafExtensions,
                tree,
                replaces,
                psks,
                preSharedKeys,
                data);
    }
}
