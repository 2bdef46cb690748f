package chat.paloma.node.keys;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNodeRules;
import chat.paloma.core.mls.tree.LeafNodeRules.LifetimeLimits;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.account.Directory;
import chat.paloma.node.store.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Whether a key package is one that a device may put into its stock: good for a room, and its own. */
final class KeyPackageCheck {
    /** The longest lifetime, which is the longest that members accept. */
    static final Duration LONGEST = Duration.ofDays(100);

    private final CryptoProvider crypto;
    private final Directory directory;
    private final Set<CipherSuite> suites;
    private final InstantSource clock;

    KeyPackageCheck(CryptoProvider crypto, Directory directory, Set<CipherSuite> suites, InstantSource clock) {
        this.crypto = crypto;
        this.directory = directory;
        this.suites = Set.copyOf(suites);
        this.clock = clock;
    }

    /**
     * A key package that is good.
     *
     * @param expires in milliseconds since 1970
     * @param hash of its bytes, SHA-256
     */
    record Good(ByteString bytes, CipherSuiteId suite, ByteString hash, boolean lastResort, long expires) {}

    /**
     * Checks it all: form, suite, signatures, lifetime, that the leaf is this very device's and certified now, and that
     * it says about the last resort what the device says.
     */
    Good check(DeviceAddress device, ByteString bytes, boolean lastResort) {
        KeyPackage keyPackage = parse(bytes);
        CipherSuite suite = keyPackage
                .content()
                .cipherSuite()
                .known()
                .filter(suites::contains)
                .orElseThrow(() -> invalid("rooms here have no groups of its suite"));
        if (keyPackage.isLastResort() != lastResort) {
            throw invalid(lastResort ? "it does not say that it is the last resort" : "it is a last resort");
        }
        DeviceCredential credential = credential(keyPackage);
        if (!credential.device().equals(device)) {
            throw invalid("it is another device's");
        }
        try {
            keyPackage.check(new LeafNodeRules(
                    new MlsCrypto(suite, crypto),
                    ExtensionList.EMPTY,
                    RoomCapabilities.REQUIRED,
                    RoomRules.GROUP_RULES.credentials(),
                    Optional.of(new LifetimeLimits(clock.millis() / 1000, LONGEST.toSeconds()))));
        } catch (MlsException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        directory.requireCertified(credential, keyPackage.leafNode(), suite.signature());
        if (!(keyPackage.leafNode().source() instanceof LeafNodeSource.KeyPackage source)) {
            throw invalid("not for a key package");
        }
        return new Good(
                bytes,
                CipherSuiteId.of(suite),
                ByteString.adopt(crypto.hash(HashAlgorithm.SHA_256, bytes.toByteArray())),
                lastResort,
                1000 * source.lifetime().notAfter());
    }

    private static KeyPackage parse(ByteString bytes) {
        try {
            if (MlsMessage.parse(bytes.toByteArray()) instanceof MlsMessage.OfKeyPackage(KeyPackage keyPackage)) {
                return keyPackage;
            }
            throw invalid("not an MLSMessage with a KeyPackage");
        } catch (MlsException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static DeviceCredential credential(KeyPackage keyPackage) {
        try {
            return DeviceCredential.of(keyPackage.leafNode().credential());
        } catch (DecodeException e) {
            throw invalid("it names no device");
        }
    }

    private static Refusal invalid(String detail) {
        return new Refusal(FailureCode.KEY_PACKAGE_INVALID, detail);
    }
}
