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
import java.util.function.Consumer;

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
        return with(fields -> fields.tree = Optional.of(apart));
    }

    /** Removes the joiner's former leaf in the same commit. */
    public ExternalJoinRequest replacing(LeafIndex former) {
        return with(fields -> fields.replaces = Optional.of(former));
    }

    public ExternalJoinRequest withPreSharedKeys(List<PreSharedKeyId> ids, PreSharedKeys keys) {
        return with(fields -> {
            fields.psks = ids;
            fields.preSharedKeys = keys;
        });
    }

    public ExternalJoinRequest withAuthenticatedData(ByteString data) {
        return with(fields -> fields.authenticatedData = data);
    }

    private ExternalJoinRequest with(Consumer<Fields> change) {
        Fields fields = new Fields(this);
        change.accept(fields);
        return fields.together();
    }

    /** The components, of which one is about to change. */
    private static final class Fields {
        private MlsCrypto crypto;
        private GroupSettings settings;
        private SignatureKeyPair signatureKey;
        private Credential credential;
        private Capabilities capabilities;
        private ExtensionList leafExtensions;
        private Optional<UnverifiedRatchetTree> tree;
        private Optional<LeafIndex> replaces;
        private List<PreSharedKeyId> psks;
        private PreSharedKeys preSharedKeys;
        private ByteString authenticatedData;

        Fields(ExternalJoinRequest from) {
            crypto = from.crypto;
            settings = from.settings;
            signatureKey = from.signatureKey;
            credential = from.credential;
            capabilities = from.capabilities;
            leafExtensions = from.leafExtensions;
            tree = from.tree;
            replaces = from.replaces;
            psks = from.psks;
            preSharedKeys = from.preSharedKeys;
            authenticatedData = from.authenticatedData;
        }

        ExternalJoinRequest together() {
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
                    authenticatedData);
        }
    }
}
