package chat.paloma.core.mls.keypackage;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.Lifetime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPackageTest {
    private final MlsCrypto crypto =
            new MlsCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, new BouncyCastleCrypto());
    private final SeededRandom random = new SeededRandom(1);
    private final SignatureKeyPair signatureKeys = crypto.generateSignatureKeyPair(random);
    private final LeafNodeRules rules = Leaves.rules(crypto);

    private KeyPackageBundle bundle() throws Exception {
        return KeyPackageBundle.generate(crypto, signatureKeys, Leaves.description(crypto, Lifetime.UNLIMITED), random);
    }

    private KeyPackage signed(KeyPackageContent content) throws Exception {
        return content.sign(crypto, signatureKeys.privateKey(), random);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void isMadeReadAndTakenWithEverySuite(CipherSuite suite) throws Exception {
        MlsCrypto own = new MlsCrypto(suite, new BouncyCastleCrypto());
        KeyPackageBundle bundle = KeyPackageBundle.generate(
                own, own.generateSignatureKeyPair(random), Leaves.description(own, Lifetime.UNLIMITED), random);
        Decoder<KeyPackage> decoder = KeyPackage::decode;
        KeyPackage read = decoder.decodeAll(bundle.keyPackage().encoded());
        assertEquals(bundle.keyPackage(), read);
        read.check(Leaves.rules(own));
        assertEquals(own.hpkePublicKey(bundle.initKey()), read.initKey());
        assertEquals(own.hpkePublicKey(bundle.leafKey()), read.leafNode().encryptionKey());
    }

    @Test
    void refusesAnotherVersionOrSuite() throws Exception {
        KeyPackageContent good = bundle().keyPackage().content();
        KeyPackage otherVersion = signed(new KeyPackageContent(
                new ProtocolVersion(2), good.cipherSuite(), good.initKey(), good.leafNode(), good.extensions()));
        KeyPackage otherSuite = signed(new KeyPackageContent(
                good.version(), new CipherSuiteId(3), good.initKey(), good.leafNode(), good.extensions()));
        assertBreaks(ValidationRule.KEY_PACKAGE_VERSION, () -> otherVersion.check(rules));
        assertBreaks(ValidationRule.KEY_PACKAGE_SUITE, () -> otherSuite.check(rules));
    }

    @Test
    void refusesAWrongSignature() throws Exception {
        KeyPackage good = bundle().keyPackage();
        KeyPackage mixed = new KeyPackage(bundle().keyPackage().content(), good.signature());
        assertBreaks(ValidationRule.KEY_PACKAGE_SIGNATURE, () -> mixed.check(rules));
    }

    @Test
    void refusesOneKeyForTwoPurposes() throws Exception {
        KeyPackageContent good = bundle().keyPackage().content();
        KeyPackage same = signed(new KeyPackageContent(
                good.version(),
                good.cipherSuite(),
                good.leafNode().encryptionKey(),
                good.leafNode(),
                good.extensions()));
        assertBreaks(ValidationRule.KEY_PACKAGE_INIT_KEY, () -> same.check(rules));
    }

    @Test
    void refusesAnInitKeyOfTheWrongLength() throws Exception {
        KeyPackageContent good = bundle().keyPackage().content();
        KeyPackage tooShort = signed(new KeyPackageContent(
                good.version(),
                good.cipherSuite(),
                new HpkePublicKey(ByteString.adopt(new byte[31])),
                good.leafNode(),
                good.extensions()));
        assertBreaks(ValidationRule.VALID_PUBLIC_KEY, () -> tooShort.check(rules));
    }

    @Test
    void ignoresExtensionsThatNobodyKnows() throws Exception {
        KeyPackageContent good = bundle().keyPackage().content();
        KeyPackage unknown = signed(new KeyPackageContent(
                good.version(),
                good.cipherSuite(),
                good.initKey(),
                good.leafNode(),
                ExtensionList.of(new Extension(new ExtensionType(0xf00d), ByteString.EMPTY))));
        unknown.check(rules);
    }

    @Test
    void theLeafIsCheckedToo() throws Exception {
        KeyPackageContent good = bundle().keyPackage().content();
        LeafNode forged = new LeafNode(good.leafNode().content(), ByteString.utf8("a signature"));
        KeyPackage withForged = signed(
                new KeyPackageContent(good.version(), good.cipherSuite(), good.initKey(), forged, good.extensions()));
        assertBreaks(ValidationRule.LEAF_SIGNATURE, () -> withForged.check(rules));
    }

    @Test
    void theLastResortSaysSo() throws Exception {
        KeyPackageBundle.Description description = Leaves.description(crypto, Lifetime.UNLIMITED);
        KeyPackageBundle.Description lastResort = new KeyPackageBundle.Description(
                description.credential(),
                description.capabilities(),
                description.lifetime(),
                ExtensionList.EMPTY,
                ExtensionList.of(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY)));
        KeyPackage keyPackage = KeyPackageBundle.generate(crypto, signatureKeys, lastResort, random)
                .keyPackage();
        keyPackage.check(rules);
        assertTrue(keyPackage.isLastResort());
        assertFalse(bundle().keyPackage().isLastResort());
    }

    @Test
    void aDescriptionListsWhatItUses() {
        KeyPackageBundle.Description good = Leaves.description(crypto, Lifetime.UNLIMITED);
        ExtensionList unknown = ExtensionList.of(new Extension(new ExtensionType(0xf00d), ByteString.EMPTY));
        assertThrows(
                IllegalArgumentException.class,
                () -> new KeyPackageBundle.Description(
                        good.credential(), good.capabilities(), good.lifetime(), unknown, ExtensionList.EMPTY));
    }

    @Test
    void theReferenceNamesOneKeyPackage() throws Exception {
        KeyPackage one = bundle().keyPackage();
        assertEquals(one.reference(crypto), one.reference(crypto));
        assertNotEquals(one.reference(crypto), bundle().keyPackage().reference(crypto));
    }

    @Test
    void keysAreGoneWhenErased() throws Exception {
        KeyPackageBundle bundle = bundle();
        bundle.eraseInitKey();
        assertTrue(bundle.initKey().secret().isErased());
        assertFalse(bundle.leafKey().secret().isErased());
        bundle.erase();
        assertTrue(bundle.leafKey().secret().isErased());
    }
}
