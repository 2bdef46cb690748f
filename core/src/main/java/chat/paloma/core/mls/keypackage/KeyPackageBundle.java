package chat.paloma.core.mls.keypackage;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContent;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.Lifetime;

/**
 * A key package with the private keys that stay at home: one opens the Welcome, the other is the member's leaf.
 *
 * <p>{@link #eraseInitKey} after the Welcome that used it is processed, unless the key package is the last resort.
 */
public record KeyPackageBundle(KeyPackage keyPackage, HpkePrivateKey initKey, HpkePrivateKey leafKey) {

    /**
     * What a client says about itself in a key package.
     *
     * @param leafExtensions with types that {@code capabilities} list
     * @param extensions of the key package, with types that {@code capabilities} list
     */
    public record Description(
            Credential credential,
            Capabilities capabilities,
            Lifetime lifetime,
            ExtensionList leafExtensions,
            ExtensionList extensions) {
        public Description {
            if (!capabilities.supports(credential.type())
                    || !leafExtensions.areSupportedBy(capabilities)
                    || !extensions.areSupportedBy(capabilities)) {
                throw new IllegalArgumentException("the capabilities miss what the client uses");
            }
        }
    }

    /**
     * Makes fresh keys, mixes GREASE into the capabilities and signs.
     *
     * @throws CryptoException when the signature key is not one of the suite
     */
    public static KeyPackageBundle generate(
            MlsCrypto crypto, SignatureKeyPair signatureKey, Description description, RandomSource random)
            throws CryptoException {
        HpkeKeyPair init = crypto.generateHpkeKeyPair(random);
        HpkeKeyPair leaf = crypto.generateHpkeKeyPair(random);
        try {
            KeyPackage keyPackage = sign(crypto, signatureKey, description, init.publicKey(), leaf.publicKey(), random);
            return new KeyPackageBundle(keyPackage, init.privateKey(), leaf.privateKey());
        } catch (CryptoException e) {
            init.privateKey().erase();
            leaf.privateKey().erase();
            throw e;
        }
    }

    private static KeyPackage sign(
            MlsCrypto crypto,
            SignatureKeyPair signatureKey,
            Description description,
            HpkePublicKey initKey,
            HpkePublicKey leafKey,
            RandomSource random)
            throws CryptoException {
        LeafNode leafNode = new LeafNodeContent(
                        leafKey,
                        signatureKey.publicKey(),
                        description.credential(),
                        description.capabilities().withGrease(random),
                        new LeafNodeSource.KeyPackage(description.lifetime()),
                        description.leafExtensions())
                .signForKeyPackage(crypto, signatureKey.privateKey(), random);
        return new KeyPackageContent(
                        ProtocolVersion.MLS_1_0,
                        CipherSuiteId.of(crypto.suite()),
                        initKey,
                        leafNode,
                        description.extensions())
                .sign(crypto, signatureKey.privateKey(), random);
    }

    /** Overwrites the key that opens a Welcome; the leaf's key goes on into the group. */
    public void eraseInitKey() {
        initKey.erase();
    }

    /** Overwrites both keys, for a key package that nobody used in its lifetime. */
    public void erase() {
        initKey.erase();
        leafKey.erase();
    }
}
