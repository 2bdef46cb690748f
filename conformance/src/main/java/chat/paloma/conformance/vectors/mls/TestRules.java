package chat.paloma.conformance.vectors.mls;

import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import java.util.Optional;

/** The rules of the groups in vectors: no extensions, any credential, any time. */
final class TestRules {
    private TestRules() {}

    static LeafNodeRules of(MlsCrypto crypto) {
        return new LeafNodeRules(
                crypto,
                ExtensionList.EMPTY,
                RequiredCapabilities.NONE,
                (credential, signatureKey) -> true,
                Optional.empty());
    }
}
