package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.treekem.UpdatePathNode;
import java.util.ArrayList;
import java.util.List;

/** Somebody who kept everything they had before they were removed, and tries it on what comes after. */
final class FormerMember {
    private final CryptoProvider provider;
    private final GroupSettings settings;
    private final byte[] state;
    private final byte[] tree;
    private final long lastEpoch;

    private FormerMember(Device device) {
        this.provider = device.crypto.provider();
        this.settings = device.settings;
        this.state = device.group().encodeState().dangerouslyExpose();
        this.tree = device.group().tree().encoded();
        this.lastEpoch = device.group().context().epoch();
    }

    /** A copy of everything that the device has. */
    static FormerMember of(Device device) {
        return new FormerMember(device);
    }

    private Group group() throws Exception {
        return Group.restore(provider, settings, state, tree);
    }

    /** That a message of a later epoch is no use to them. */
    void cannotRead(MlsMessage message, long epoch) throws Exception {
        if (epoch > lastEpoch) {
            Group group = group();
            assertThrows(MlsException.class, () -> group.receive(Device.sent(message), PreSharedKeys.NONE));
        }
    }

    /**
     * How many path secrets of the commit that ended their last epoch their private keys open, in the context in which
     * the members who stay open them.
     */
    int pathSecretsOpened(MlsMessage message, GroupContext after) throws Exception {
        Group group = group();
        byte[] context = group.context()
                .provisional(after.treeHash(), after.extensions())
                .encoded();
        int opened = 0;
        for (UpdatePathNode node : commit(message).path().orElseThrow().nodes()) {
            for (HpkeCiphertext ciphertext : node.encryptedPathSecrets()) {
                for (HpkePrivateKey key : privateKeys(group)) {
                    opened += opens(group, key, context, ciphertext) ? 1 : 0;
                }
            }
        }
        return opened;
    }

    private static boolean opens(Group group, HpkePrivateKey key, byte[] context, HpkeCiphertext ciphertext) {
        try {
            group.tree().crypto().decryptWithLabel(key, "UpdatePathNode", context, ciphertext);
            return true;
        } catch (CryptoException e) {
            return false;
        }
    }

    private static Commit commit(MlsMessage message) {
        return ((Content.Commit) ((MlsMessage.OfPublicMessage) message)
                        .message()
                        .content()
                        .content()
                        .content())
                .commit();
    }

    private static List<HpkePrivateKey> privateKeys(Group group) {
        List<HpkePrivateKey> keys = new ArrayList<>();
        for (int i = 0; i < TreeMath.nodeCount(group.tree().width()); i++) {
            group.internals().secrets.treeKeys().key(new NodeIndex(i)).ifPresent(keys::add);
        }
        return keys;
    }
}
