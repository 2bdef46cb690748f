package chat.paloma.core.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.Lifetime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sizes that {@code docs/decisions/leaf-credentials.md} states, in a room of the default suite. */
class LeafSizeTest {
    @Test
    void ofTheDefaultSuite() throws Exception {
        MlsCrypto crypto = new MlsCrypto(CipherSuite.DEFAULT, new BouncyCastleCrypto());
        SeededRandom random = new SeededRandom(1);
        AccountKeys account = AccountKeys.create(crypto.provider(), List.of(DeviceKeyAlgorithm.ML_DSA_44), 0, random);
        DeviceKeys.KeyPair key = account.deviceKeys().authenticationKey();
        KeyPackageBundle keyPackage = KeyPackageBundle.generate(
                crypto,
                key.toSignatureKeyPair(),
                new KeyPackageBundle.Description(
                        account.listKey()
                                .certify(crypto.provider(), account.deviceKeys().device(), key.key(), random)
                                .toCredential(),
                        RoomCapabilities.ofLeaf(),
                        new Lifetime(0, 3600),
                        ExtensionList.EMPTY,
                        ExtensionList.EMPTY),
                random);
        RoomPolicy policy = RoomPolicy.of(RoomId.random(random), account.account(), WhoMayAdd.MEMBERS);
        Group group = Group.create(
                new GroupCreation(
                        crypto,
                        GroupSettings.of(RoomRules.GROUP_RULES),
                        policy.group().groupId(),
                        keyPackage,
                        key.privateKey(),
                        RoomCapabilities.ofGroup(policy, List.of())),
                random,
                1);
        ByteString leaf =
                ByteString.adopt(group.tree().members().getFirst().leaf().encoded());
        assertEquals(
                List.of(3365, 8364, 12009, 11990),
                List.of(
                        account.listKey()
                                .certify(crypto.provider(), account.deviceKeys().device(), key.key(), random)
                                .encoded()
                                .length,
                        leaf.length(),
                        keyPackage.keyPackage().encoded().length,
                        account.record().encoded().length));
    }
}
