package chat.paloma.core.mls.keypackage;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeRules;

/**
 * A client's offer to be added to a group (RFC 9420 section 10). It may be used once, unless it says that it is the last
 * resort.
 *
 * <p>That one exists says nothing about its signature: see {@link #check}.
 */
public record KeyPackage(KeyPackageContent content, ByteString signature) implements TlsEncodable {
    public KeyPackage {
        if (signature.length() > LeafNode.MAX_SIGNATURE) {
            throw new IllegalArgumentException("a signature of " + signature.length() + " bytes");
        }
    }

    public HpkePublicKey initKey() {
        return content.initKey();
    }

    public LeafNode leafNode() {
        return content.leafNode();
    }

    public ExtensionList extensions() {
        return content.extensions();
    }

    /** Whether it may be used more than once (draft-ietf-mls-extensions, {@code last_resort_key_package}). */
    public boolean isLastResort() {
        return extensions().contains(ExtensionType.LAST_RESORT_KEY_PACKAGE);
    }

    /** The name of this key package, with the hash of its own suite, which {@code crypto} must be of. */
    public KeyPackageRef reference(MlsCrypto crypto) {
        return new KeyPackageRef(crypto.refHash("MLS 1.0 KeyPackage Reference", encoded()));
    }

    /**
     * All of RFC 9420 section 10.1: may this be added to a group of these rules? Of the init key only the length is
     * looked at: whether it works shows to the committer, who encrypts the Welcome to it, and matters to nobody else.
     *
     * @throws MlsException with the rule that is broken
     */
    public void check(LeafNodeRules rules) throws MlsException {
        MlsCrypto crypto = rules.crypto();
        require(
                content.version().equals(ProtocolVersion.MLS_1_0),
                ValidationRule.KEY_PACKAGE_VERSION,
                "version " + content.version().value());
        require(
                content.cipherSuite().equals(CipherSuiteId.of(crypto.suite())),
                ValidationRule.KEY_PACKAGE_SUITE,
                "suite " + content.cipherSuite().value() + " in a group of " + crypto.suite());
        require(
                !initKey().equals(leafNode().encryptionKey()),
                ValidationRule.KEY_PACKAGE_INIT_KEY,
                "one key for two purposes");
        require(
                crypto.verifyWithLabel(
                        leafNode().signatureKey(), KeyPackageContent.SIGNATURE_LABEL, content.encoded(), signature),
                ValidationRule.KEY_PACKAGE_SIGNATURE,
                "the key package's signature is wrong");
        rules.checkKeyPackageLeaf(leafNode());
        require(
                crypto.hasHpkePublicKeyLength(initKey()),
                ValidationRule.VALID_PUBLIC_KEY,
                "the init key has the wrong length");
    }

    private static void require(boolean holds, ValidationRule rule, String detail) throws MlsException {
        if (!holds) {
            throw new MlsException(rule, detail);
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(content).write(signature);
    }

    public static KeyPackage decode(TlsReader in) throws DecodeException {
        return new KeyPackage(KeyPackageContent.decode(in), ByteString.decode(in, LeafNode.MAX_SIGNATURE));
    }
}
