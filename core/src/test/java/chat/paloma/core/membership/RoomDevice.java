package chat.paloma.core.membership;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.ExternalJoinRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.IdentityRules;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.Lifetime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody's device in a test of rooms. Its group is stored once and restored for each thing that it does. */
final class RoomDevice {
    static final long NOW = 1_800_000_000L;
    static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    static final MlsCrypto CRYPTO = new MlsCrypto(SUITE, new BouncyCastleCrypto());
    /** The rules of somebody of bad will, who believes that everything is allowed. */
    static final GroupRules LAWLESS = new GroupRules(
            RoomRules.GROUP_RULES.credentials(),
            new IdentityRules() {
                @Override
                public ByteString clientOf(LeafNode leaf) {
                    return leaf.signatureKey().bytes();
                }

                @Override
                public boolean maySucceed(LeafNode former, LeafNode successor) {
                    return true;
                }
            },
            CommitPolicy.ALLOW_ALL);

    final SeededRandom random;
    final AccountKeys account;
    final SignatureKeyPair signatureKey;
    final DeviceCredential credential;
    private byte @Nullable [] state;
    private byte @Nullable [] tree;

    RoomDevice(AccountKeys account, long seed) throws CryptoException {
        this(account, seed, DeviceId.random(new SeededRandom(seed)));
    }

    private RoomDevice(AccountKeys account, long seed, DeviceId device) throws CryptoException {
        this.random = new SeededRandom(seed);
        this.account = account;
        DeviceKeys.KeyPair keys = DeviceKeys.generate(CRYPTO.provider(), List.of(DeviceKeyAlgorithm.ED25519), random)
                .authenticationKey();
        this.signatureKey = keys.toSignatureKeyPair();
        this.credential = account.listKey().certify(CRYPTO.provider(), device, keys.key(), random);
    }

    /** What says to be the same device, with another key. */
    RoomDevice twin(long seed) throws CryptoException {
        return new RoomDevice(account, seed, address().device());
    }

    DeviceAddress address() {
        return credential.device();
    }

    KeyPackageBundle keyPackage() throws CryptoException {
        return KeyPackageBundle.generate(
                CRYPTO,
                signatureKey,
                new KeyPackageBundle.Description(
                        credential.toCredential(),
                        RoomCapabilities.ofLeaf(SUITE),
                        new Lifetime(NOW - 3600, NOW + 3600),
                        ExtensionList.EMPTY,
                        ExtensionList.EMPTY),
                random);
    }

    void store(Group group) {
        state = group.encodeState().dangerouslyExpose();
        tree = group.tree().encoded();
    }

    /** Its group as it was stored, under these rules. */
    Group group(GroupRules rules) throws DecodeException {
        if (state == null || tree == null) {
            throw new IllegalStateException("in no group");
        }
        return Group.restore(CRYPTO.provider(), GroupSettings.of(rules), state, tree);
    }

    ExternalJoinRequest joinRequest(GroupRules rules) {
        return ExternalJoinRequest.of(
                CRYPTO,
                GroupSettings.of(rules),
                signatureKey,
                credential.toCredential(),
                RoomCapabilities.ofLeaf(SUITE));
    }
}
