package chat.paloma.core.mls.tree;

import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.Optional;

/**
 * What a leaf must keep to in a group (RFC 9420 section 7.3), except what only the whole tree shows: see
 * {@link RatchetTree#checkMembers}.
 *
 * @param groupExtensions of the group context; empty before there is a group
 * @param lifetimes whether and how lifetimes are judged. Whoever sends a leaf or fetches a key package must; whoever
 *     processes a Commit should not, because two members' clocks could give two answers
 */
public record LeafNodeRules(
        MlsCrypto crypto,
        ExtensionList groupExtensions,
        RequiredCapabilities requiredCapabilities,
        CredentialValidator credentials,
        Optional<LifetimeLimits> lifetimes) {

    /**
     * How lifetimes are judged, in seconds.
     *
     * @param now since 1970
     * @param longest the longest total lifetime that is accepted
     */
    public record LifetimeLimits(long now, long longest) {}

    /** The leaf of a key package (RFC 9420 section 10.1). */
    public void checkKeyPackageLeaf(LeafNode leaf) throws MlsException {
        require(
                leaf.source() instanceof LeafNodeSource.KeyPackage,
                ValidationRule.LEAF_SOURCE,
                "not for a key package");
        require(leaf.verifyKeyPackageSignature(crypto), ValidationRule.LEAF_SIGNATURE, "the leaf's signature is wrong");
        checkContent(leaf);
        checkEncryptionKey(leaf);
    }

    /** The leaf of an Update proposal that replaces {@code old}. */
    public void checkUpdateLeaf(LeafNode leaf, LeafNode old, LeafNodeContext context) throws MlsException {
        require(leaf.source() instanceof LeafNodeSource.Update, ValidationRule.LEAF_SOURCE, "not from an update");
        require(
                !leaf.encryptionKey().equals(old.encryptionKey()),
                ValidationRule.LEAF_FRESH_KEY,
                "the update keeps the encryption key");
        checkLeafInPlace(leaf, context);
        checkEncryptionKey(leaf);
    }

    /** The leaf of an update path; {@code old} is the committer's leaf so far, which an external committer has not. */
    public void checkCommitLeaf(LeafNode leaf, Optional<LeafNode> old, LeafNodeContext context) throws MlsException {
        require(leaf.source() instanceof LeafNodeSource.Commit, ValidationRule.LEAF_SOURCE, "not from a commit");
        require(
                old.isEmpty() || !leaf.encryptionKey().equals(old.get().encryptionKey()),
                ValidationRule.LEAF_FRESH_KEY,
                "the commit keeps the encryption key");
        checkLeafInPlace(leaf, context);
        checkEncryptionKey(leaf);
    }

    /**
     * A leaf that stands in the tree already, from whatever source. Of its encryption key only the length is looked at:
     * the members that let it in tried it.
     */
    public void checkLeafInPlace(LeafNode leaf, LeafNodeContext context) throws MlsException {
        require(
                leaf.verifySignature(crypto, context),
                ValidationRule.LEAF_SIGNATURE,
                "the signature at " + context.index() + " is wrong");
        checkContent(leaf);
    }

    /** Whether a leaf that is in the group already may stay under these rules, after the group's extensions changed. */
    public void checkCompatibility(LeafNode leaf) throws MlsException {
        Capabilities capabilities = leaf.capabilities();
        require(
                groupExtensions.areSupportedBy(capabilities),
                ValidationRule.LEAF_GROUP_EXTENSIONS,
                "the leaf does not support an extension of the group");
        require(
                requiredCapabilities.areMetBy(capabilities),
                ValidationRule.LEAF_REQUIRED_CAPABILITIES,
                "the leaf lacks a required capability");
    }

    /** A member with a key that nobody can encrypt to would stop every path commit of the others. */
    private void checkEncryptionKey(LeafNode leaf) throws MlsException {
        require(
                crypto.isHpkePublicKey(leaf.encryptionKey()),
                ValidationRule.VALID_PUBLIC_KEY,
                "nothing can be encrypted to the leaf's key");
    }

    private void checkContent(LeafNode leaf) throws MlsException {
        require(
                crypto.hasHpkePublicKeyLength(leaf.encryptionKey()),
                ValidationRule.VALID_PUBLIC_KEY,
                "the encryption key has the wrong length");
        checkCompatibility(leaf);
        Capabilities capabilities = leaf.capabilities();
        require(
                capabilities.supports(leaf.credential().type()),
                ValidationRule.LEAF_OWN_CREDENTIAL_TYPE,
                "the leaf does not support its own credential");
        require(
                leaf.extensions().areSupportedBy(capabilities),
                ValidationRule.LEAF_EXTENSIONS,
                "the leaf does not support its own extensions");
        require(
                credentials.isValid(leaf.credential(), leaf.signatureKey()),
                ValidationRule.LEAF_CREDENTIAL,
                "the credential is not valid");
        if (leaf.source() instanceof LeafNodeSource.KeyPackage source && lifetimes.isPresent()) {
            checkLifetime(source.lifetime(), lifetimes.get());
        }
    }

    private static void checkLifetime(Lifetime lifetime, LifetimeLimits limits) throws MlsException {
        require(lifetime.contains(limits.now()), ValidationRule.LEAF_LIFETIME, "not within the lifetime");
        require(
                lifetime.lastsAtMost(limits.longest()),
                ValidationRule.LEAF_LIFETIME_LENGTH,
                "longer than " + limits.longest() + " s");
    }

    private static void require(boolean holds, ValidationRule rule, String detail) throws MlsException {
        if (!holds) {
            throw new MlsException(rule, detail);
        }
    }
}
