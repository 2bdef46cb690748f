package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.treekem.MergedPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Somebody takes a device with all that it stored. What was used up before must not be in there, nor anything from which
 * it could be derived: the test derives the whole secret tree of an epoch itself and looks for every secret in it.
 */
class ConsumedKeysTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;

    /** What the secret tree of an epoch derives for one leaf: all on the way down, and its application ratchet. */
    private record Ratchet(List<SecretBytes> ancestors, List<SecretBytes> secrets, List<SecretBytes> keys) {}

    private static Ratchet derive(
            MlsCrypto crypto, SecretBytes encryptionSecret, int width, int leaf, int generations) {
        List<SecretBytes> ancestors = new ArrayList<>();
        SecretBytes node = encryptionSecret.copy();
        ancestors.add(node);
        for (int half = width / 2, at = leaf; half >= 1; half /= 2) {
            String side = at >= half ? "right" : "left";
            node = crypto.expandWithLabel(node, "tree", ByteString.utf8(side).toByteArray(), crypto.hashLength());
            at %= half;
            ancestors.add(node);
        }
        SecretBytes ratchet = crypto.expandWithLabel(node, "application", new byte[0], crypto.hashLength());
        List<SecretBytes> secrets = new ArrayList<>();
        List<SecretBytes> keys = new ArrayList<>();
        for (int i = 0; i < generations; i++) {
            secrets.add(ratchet);
            keys.add(crypto.deriveTreeSecret(ratchet, "key", i, crypto.aeadKeyLength()));
            ratchet = crypto.deriveTreeSecret(ratchet, "secret", i, crypto.hashLength());
        }
        secrets.add(ratchet);
        return new Ratchet(ancestors, secrets, keys);
    }

    private static boolean contains(byte[] state, SecretBytes secret) {
        String haystack = ByteString.adopt(state).toHex();
        return haystack.contains(secret.dangerouslyPublish().toHex());
    }

    private static byte[] stateOf(Device device) {
        return device.group().encodeState().dangerouslyExpose();
    }

    /** The root of a secret tree that no key was taken from yet. */
    private static SecretBytes root(SecretTree tree) throws DecodeException {
        TlsWriter out = new TlsWriter();
        tree.encodeState(out);
        TlsReader in = new TlsReader(out.toByteArray());
        in.readUint32();
        TlsReader nodes = in.readWindow();
        assertEquals(1, nodes.readUint32());
        SecretBytes root = SecretBytes.adopt(nodes.readOpaque(64));
        nodes.expectEnd();
        return root;
    }

    @Test
    void aUsedMessageKeyCannotBeDerivedFromWhatIsStored() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        Device cleo = new Device(SUITE, "cleo");
        gather(ana, ben, cleo);
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        SecretBytes root = root(ana.group().internals().secrets.messages());
        ben.receive(commit.commit());
        cleo.receive(commit.commit());
        int width = ana.group().tree().width();
        Ratchet anas = derive(ana.crypto, root, width, ana.group().ownIndex().value(), 3);
        assertTrue(contains(stateOf(ana), root), "before any use the root is there: the test looks in the right place");
        assertTrue(contains(stateOf(ben), root));

        MlsMessage zero = ana.say("zero");
        MlsMessage one = ana.say("one");
        MlsMessage two = ana.say("two");
        ben.receive(one);
        for (SecretBytes ancestor : anas.ancestors()) {
            assertFalse(contains(stateOf(ana), ancestor));
            assertFalse(contains(stateOf(ben), ancestor));
        }
        for (int i = 0; i < 3; i++) {
            assertFalse(contains(stateOf(ana), anas.secrets().get(i)));
            assertFalse(contains(stateOf(ana), anas.keys().get(i)));
        }
        assertTrue(contains(stateOf(ana), anas.secrets().get(3)), "the ratchet goes on");
        assertTrue(contains(stateOf(ben), anas.keys().get(0)), "the key that was jumped over is kept");
        assertFalse(contains(stateOf(ben), anas.secrets().get(0)));
        assertFalse(contains(stateOf(ben), anas.secrets().get(1)));
        assertFalse(contains(stateOf(ben), anas.keys().get(1)));

        ben.receive(zero);
        assertFalse(contains(stateOf(ben), anas.keys().get(0)));
        ben.receive(two);
        byte[] stolen = stateOf(ben);
        Device thief = new Device(SUITE, "ben");
        thief.store(Group.restore(
                ben.crypto.provider(), ben.settings, stolen, ben.group().tree().encoded()));
        for (MlsMessage used : List.of(zero, one, two)) {
            assertBreaks(ValidationRule.GENERATION_UNUSED, () -> thief.receive(used));
        }
    }

    @Test
    void nothingOfAPastEpochOutlivesIt() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        for (Device device : List.of(ana, ben)) {
            device.settings = new GroupSettings(Device.SETTINGS.rules(), 0, 1, Device.SETTINGS.longestLifetime());
        }
        gather(ana, ben);
        Set<String> former = secretsOf(ana);
        former.addAll(secretsOf(ben));
        PendingCommit commit = ana.commitAndConfirm(CommitRequest.of());
        ben.receive(commit.commit());
        for (Device device : List.of(ana, ben)) {
            String state = ByteString.adopt(stateOf(device)).toHex();
            for (String secret : former) {
                assertFalse(state.contains(secret), device.name + " keeps a secret of the epoch before");
            }
        }
    }

    private static Set<String> secretsOf(Device device) {
        MemberSecrets secrets = device.group().internals().secrets;
        EpochSecrets epoch = secrets.epoch();
        Set<String> hex = new HashSet<>();
        for (SecretBytes secret : List.of(
                epoch.senderDataSecret(),
                epoch.exporterSecret(),
                epoch.externalSecret(),
                epoch.confirmationKey(),
                epoch.membershipKey(),
                epoch.resumptionPsk(),
                epoch.initSecret())) {
            hex.add(secret.dangerouslyPublish().toHex());
        }
        TreeMath.directPath(device.group().ownIndex(), device.group().tree().width())
                .forEach(node -> secrets.treeKeys()
                        .key(node)
                        .ifPresent(
                                key -> hex.add(key.secret().dangerouslyPublish().toHex())));
        assertTrue(hex.size() >= 7);
        return hex;
    }

    @Test
    void aDiscardedCommitLeavesNothing() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        gather(ana, ben);
        byte[] before = stateOf(ana);
        ana.commit(CommitRequest.of());
        assertTrue(stateOf(ana).length > before.length);
        ana.store(ana.group().discard());
        assertEquals(ByteString.adopt(before), ByteString.adopt(stateOf(ana)));
    }

    @Test
    void aMessageWithAForgedSignatureUsesNothingUp() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        Device cleo = new Device(SUITE, "cleo");
        gather(ana, ben, cleo);
        byte[] before = stateOf(ana);
        MlsMessage forged = Forgery.asIfFrom(ben, cleo, "not from ben");
        assertBreaks(ValidationRule.FRAME_SIGNATURE, () -> ana.receive(forged));
        ana.hears("really from ben", ben.say("really from ben"));
        assertFalse(before.length == 0);
    }

    @Test
    void aRemovedMemberLearnsNothingOfTheNextEpoch() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        Device cleo = new Device(SUITE, "cleo");
        gather(ana, ben, cleo);
        Group before = cleo.group();
        byte[] state = stateOf(cleo);
        byte[] tree = before.tree().encoded();
        PendingCommit remove =
                ana.commitAndConfirm(CommitRequest.removing(cleo.group().ownIndex()));
        ben.receive(remove.commit());
        MlsMessage next = ana.say("without cleo");
        GroupState cleos = Group.restore(cleo.crypto.provider(), cleo.settings, state, tree)
                .internals();
        VerifiedMessage verified = Receiving.verify(cleos, Receiving.open(cleos, Device.sent(remove.commit())));
        Transition transition = Transition.process(
                cleos.epoch,
                verified.content,
                cleos.proposals,
                AppliedProposals.Judgement.ofReceiver(cleos.settings.rules()));
        byte[] context = transition.provisionalContext().encoded();
        MergedPath path = transition.path().orElseThrow();
        Assertions.assertThrows(Exception.class, () -> path.open(cleos.secrets.treeKeys(), context));
        assertBreaks(ValidationRule.FRAME_EPOCH, () -> Receiving.open(cleos, next));
    }
}
