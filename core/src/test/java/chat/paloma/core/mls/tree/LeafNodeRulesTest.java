package chat.paloma.core.mls.tree;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every rule for a leaf alone, broken once. */
class LeafNodeRulesTest {
    private static final ExtensionType UNKNOWN = new ExtensionType(0xff00);

    private final MlsCrypto crypto =
            new MlsCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, new BouncyCastleCrypto());
    private final SeededRandom random = new SeededRandom(1);
    private final SignatureKeyPair signatureKeys = crypto.generateSignatureKeyPair(random);
    private final LeafNodeContext place = new LeafNodeContext(new GroupId(ByteString.utf8("here")), new LeafIndex(3));
    private final LeafNodeRules rules = Leaves.rules(crypto);

    private HpkePublicKey freshKey() throws Exception {
        return crypto.generateHpkeKeyPair(random).publicKey();
    }

    private LeafNodeContent content(LeafNodeSource source) throws Exception {
        return Leaves.content(crypto, freshKey(), signatureKeys.publicKey(), source);
    }

    private LeafNodeContent forKeyPackage() throws Exception {
        return content(new LeafNodeSource.KeyPackage(Lifetime.UNLIMITED));
    }

    private LeafNode signed(LeafNodeContent content) throws Exception {
        return content.sign(crypto, signatureKeys.privateKey(), place, random);
    }

    private LeafNodeContent with(Capabilities capabilities, ExtensionList extensions) throws Exception {
        LeafNodeContent content = forKeyPackage();
        return new LeafNodeContent(
                content.encryptionKey(),
                content.signatureKey(),
                content.credential(),
                capabilities,
                content.source(),
                extensions);
    }

    private LeafNodeRules rulesWith(ExtensionList extensions, RequiredCapabilities required) {
        return new LeafNodeRules(crypto, extensions, required, rules.credentials(), Optional.empty());
    }

    @Test
    void takesWhatKeepsTheRules() throws Exception {
        rules.checkKeyPackageLeaf(signed(forKeyPackage()));
        LeafNode old = signed(forKeyPackage());
        rules.checkUpdateLeaf(signed(content(new LeafNodeSource.Update())), old, place);
        LeafNodeSource commit = new LeafNodeSource.Commit(ByteString.EMPTY);
        rules.checkCommitLeaf(signed(content(commit)), Optional.of(old), place);
        rules.checkCommitLeaf(signed(content(commit)), Optional.empty(), place);
    }

    @Test
    void refusesAWrongSignature() throws Exception {
        LeafNode leaf = signed(forKeyPackage());
        LeafNode changed = new LeafNode(forKeyPackage(), leaf.signature());
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> rules.checkKeyPackageLeaf(changed));
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> rules.checkLeafInPlace(changed, place));
    }

    @Test
    void refusesASignatureForAnotherPlace() throws Exception {
        LeafNode leaf = signed(content(new LeafNodeSource.Update()));
        LeafNodeContext otherLeaf = new LeafNodeContext(place.groupId(), new LeafIndex(4));
        LeafNodeContext otherGroup = new LeafNodeContext(new GroupId(ByteString.utf8("there")), place.index());
        rules.checkLeafInPlace(leaf, place);
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> rules.checkLeafInPlace(leaf, otherLeaf));
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> rules.checkLeafInPlace(leaf, otherGroup));
    }

    @Test
    void refusesALeafFromElsewhere() throws Exception {
        LeafNode update = signed(content(new LeafNodeSource.Update()));
        LeafNode added = signed(forKeyPackage());
        assertBreaks(ValidationRule.LEAF_SOURCE, () -> rules.checkKeyPackageLeaf(update));
        assertBreaks(ValidationRule.LEAF_SOURCE, () -> rules.checkUpdateLeaf(added, update, place));
        assertBreaks(ValidationRule.LEAF_SOURCE, () -> rules.checkCommitLeaf(update, Optional.of(added), place));
        assertThrows(
                IllegalStateException.class,
                () -> update.content().signForKeyPackage(crypto, signatureKeys.privateKey(), random));
    }

    @Test
    void refusesAnUpdateThatKeepsTheKey() throws Exception {
        LeafNode old = signed(forKeyPackage());
        LeafNode update = signed(old.content().renewed(old.encryptionKey(), new LeafNodeSource.Update()));
        assertBreaks(ValidationRule.LEAF_FRESH_KEY, () -> rules.checkUpdateLeaf(update, old, place));
        LeafNode commit =
                signed(old.content().renewed(old.encryptionKey(), new LeafNodeSource.Commit(ByteString.EMPTY)));
        assertBreaks(ValidationRule.LEAF_FRESH_KEY, () -> rules.checkCommitLeaf(commit, Optional.of(old), place));
    }

    @Test
    void refusesAKeyThatNothingCanBeEncryptedTo() throws Exception {
        LeafNodeSource source = forKeyPackage().source();
        HpkePublicKey shortKey = new HpkePublicKey(ByteString.adopt(new byte[31]));
        HpkePublicKey lowOrder = new HpkePublicKey(ByteString.adopt(new byte[32]));
        LeafNode withShort = signed(forKeyPackage().renewed(shortKey, source));
        LeafNode withLowOrder = signed(forKeyPackage().renewed(lowOrder, source));
        assertBreaks(ValidationRule.VALID_PUBLIC_KEY, () -> rules.checkLeafInPlace(withShort, place));
        assertBreaks(ValidationRule.VALID_PUBLIC_KEY, () -> rules.checkKeyPackageLeaf(withLowOrder));
    }

    @Test
    void refusesALeafThatLacksARequiredCapability() throws Exception {
        LeafNode leaf = signed(forKeyPackage());
        for (RequiredCapabilities required : List.of(
                new RequiredCapabilities(List.of(UNKNOWN), List.of(), List.of()),
                new RequiredCapabilities(List.of(), List.of(new ProposalType(0xff00)), List.of()),
                new RequiredCapabilities(List.of(), List.of(), List.of(CredentialType.X509)))) {
            LeafNodeRules strict = rulesWith(ExtensionList.EMPTY, required);
            assertBreaks(ValidationRule.LEAF_REQUIRED_CAPABILITIES, () -> strict.checkKeyPackageLeaf(leaf));
        }
        rulesWith(
                        ExtensionList.EMPTY,
                        new RequiredCapabilities(
                                List.of(ExtensionType.EXTERNAL_SENDERS),
                                List.of(ProposalType.REINIT),
                                List.of(CredentialType.BASIC)))
                .checkKeyPackageLeaf(leaf);
    }

    @Test
    void refusesALeafThatDoesNotSupportTheGroupsExtensions() throws Exception {
        LeafNodeRules strict =
                rulesWith(ExtensionList.of(new Extension(UNKNOWN, ByteString.EMPTY)), RequiredCapabilities.NONE);
        LeafNode leaf = signed(forKeyPackage());
        assertBreaks(ValidationRule.LEAF_GROUP_EXTENSIONS, () -> strict.checkKeyPackageLeaf(leaf));
    }

    @Test
    void refusesALeafThatDoesNotSupportItsOwnExtensions() throws Exception {
        LeafNode leaf =
                signed(with(Leaves.capabilities(crypto), ExtensionList.of(new Extension(UNKNOWN, ByteString.EMPTY))));
        assertBreaks(ValidationRule.LEAF_EXTENSIONS, () -> rules.checkKeyPackageLeaf(leaf));
        LeafNode withDefault = signed(with(
                Leaves.capabilities(crypto),
                ExtensionList.of(new Extension(ExtensionType.APPLICATION_ID, ByteString.EMPTY))));
        rules.checkKeyPackageLeaf(withDefault);
    }

    @Test
    void refusesALeafThatDoesNotSupportItsOwnCredential() throws Exception {
        Capabilities all = Leaves.capabilities(crypto);
        LeafNode leaf = signed(with(
                new Capabilities(all.versions(), all.cipherSuites(), all.extensions(), all.proposals(), List.of()),
                ExtensionList.EMPTY));
        assertBreaks(ValidationRule.LEAF_OWN_CREDENTIAL_TYPE, () -> rules.checkKeyPackageLeaf(leaf));
    }

    @Test
    void refusesACredentialThatIsNotValid() throws Exception {
        LeafNodeRules strict = new LeafNodeRules(
                crypto,
                ExtensionList.EMPTY,
                RequiredCapabilities.NONE,
                (credential, key) -> credential.equals(Leaves.credential("somebody else")),
                Optional.empty());
        LeafNode leaf = signed(forKeyPackage());
        assertBreaks(ValidationRule.LEAF_CREDENTIAL, () -> strict.checkKeyPackageLeaf(leaf));
    }

    @Test
    void judgesLifetimesWhenAskedTo() throws Exception {
        LeafNode leaf = signed(content(new LeafNodeSource.KeyPackage(new Lifetime(100, 200))));
        rulesAt(100, 100).checkKeyPackageLeaf(leaf);
        rulesAt(200, 100).checkKeyPackageLeaf(leaf);
        rules.checkKeyPackageLeaf(leaf);
        assertBreaks(ValidationRule.LEAF_LIFETIME, () -> rulesAt(99, 100).checkKeyPackageLeaf(leaf));
        assertBreaks(ValidationRule.LEAF_LIFETIME, () -> rulesAt(201, 100).checkKeyPackageLeaf(leaf));
        assertBreaks(ValidationRule.LEAF_LIFETIME_LENGTH, () -> rulesAt(150, 99).checkKeyPackageLeaf(leaf));
        LeafNode forever = signed(forKeyPackage());
        assertBreaks(ValidationRule.LEAF_LIFETIME_LENGTH, () -> rulesAt(150, 99).checkKeyPackageLeaf(forever));
    }

    private LeafNodeRules rulesAt(long now, long longest) {
        return new LeafNodeRules(
                crypto,
                ExtensionList.EMPTY,
                RequiredCapabilities.NONE,
                rules.credentials(),
                Optional.of(new LeafNodeRules.LifetimeLimits(now, longest)));
    }

    @Test
    void aLifetimeThatEndsBeforeItBeginsLastsNoTime() {
        assertFalse(new Lifetime(5, 4).lastsAtMost(Long.MAX_VALUE));
        assertFalse(new Lifetime(5, 4).contains(5));
        assertTrue(Lifetime.UNLIMITED.contains(-1));
    }
}
