package chat.paloma.core.mls.testing;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialType;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import java.util.List;
import java.util.Optional;

/** What the members of test groups say about themselves. */
public final class Leaves {
    private Leaves() {}

    public static Capabilities capabilities(MlsCrypto crypto) {
        return new Capabilities(
                List.of(ProtocolVersion.MLS_1_0),
                List.of(CipherSuiteId.of(crypto.suite())),
                List.of(ExtensionType.LAST_RESORT_KEY_PACKAGE),
                List.of(),
                List.of(CredentialType.BASIC));
    }

    public static Credential credential(String name) {
        return new Credential.Basic(ByteString.utf8(name));
    }

    public static LeafNodeContent content(
            MlsCrypto crypto, HpkePublicKey encryptionKey, SignaturePublicKey signatureKey, LeafNodeSource source) {
        return new LeafNodeContent(
                encryptionKey, signatureKey, credential("somebody"), capabilities(crypto), source, ExtensionList.EMPTY);
    }

    public static KeyPackageBundle.Description description(MlsCrypto crypto, Lifetime lifetime) {
        return new KeyPackageBundle.Description(
                credential("somebody"), capabilities(crypto), lifetime, ExtensionList.EMPTY, ExtensionList.EMPTY);
    }

    /** The rules of a group without extensions, with any credential and at any time. */
    public static LeafNodeRules rules(MlsCrypto crypto) {
        return new LeafNodeRules(
                crypto,
                ExtensionList.EMPTY,
                RequiredCapabilities.NONE,
                (credential, signatureKey) -> true,
                Optional.empty());
    }
}
