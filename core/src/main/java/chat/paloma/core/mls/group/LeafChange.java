package chat.paloma.core.mls.group;

import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNodeContent;
import java.util.Optional;

/** What a member changes in its own leaf beside the encryption key. Empty parts stay as they are. */
public record LeafChange(
        Optional<SignatureKeyPair> signatureKey,
        Optional<Credential> credential,
        Optional<Capabilities> capabilities,
        Optional<ExtensionList> extensions) {
    /** Fresh keys and nothing else. */
    public static final LeafChange NONE =
            new LeafChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The leaf with the change, and with GREASE in its capabilities. */
    LeafNodeContent applyTo(LeafNodeContent content, RandomSource random) {
        return new LeafNodeContent(
                content.encryptionKey(),
                signatureKey.map(SignatureKeyPair::publicKey).orElse(content.signatureKey()),
                credential.orElse(content.credential()),
                capabilities.orElse(content.capabilities()).withGrease(random),
                content.source(),
                extensions.orElse(content.extensions()));
    }
}
