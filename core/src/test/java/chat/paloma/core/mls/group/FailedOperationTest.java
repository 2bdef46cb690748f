package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.testing.Refusals.assertBreaks;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageContent;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.welcome.GroupInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operation that fails half-way leaves no secret behind in memory, and the group as it was. */
class FailedOperationTest {
    private static final CipherSuite SUITE = CipherSuite.DEFAULT;

    private final Device ana = new Device(SUITE, "ana");
    private final Device ben = new Device(SUITE, "ben");
    private final List<byte[]> drawn = new ArrayList<>();
    private final List<SecretBytes> found = new ArrayList<>();

    /** The path secret is the one thing that is drawn in the length of a hash. */
    private final RandomSource watched = length -> {
        byte[] bytes = ana.random.nextBytes(length);
        if (length == ana.crypto.hashLength()) {
            drawn.add(bytes);
        }
        return bytes;
    };

    private final PreSharedKeys watchedKeys = id -> {
        if (!(id instanceof PreSharedKeyId.External external) || !external.id().equals(ByteString.utf8("known"))) {
            return Optional.empty();
        }
        found.add(SecretBytes.copyOf(new byte[] {1, 2, 3}));
        return Optional.of(found.getLast());
    };

    @BeforeEach
    void gather() throws Exception {
        Device.gather(ana, ben);
    }

    private Proposal preSharedKey(String name) {
        return new Proposal.PreSharedKey(
                new PreSharedKeyId.External(ByteString.utf8(name), ByteString.EMPTY).withFreshNonce(SUITE, ana.random));
    }

    private void assertNothingLeft(int pathSecrets, int preSharedKeys) throws Exception {
        assertEquals(pathSecrets, drawn.size());
        drawn.forEach(each -> assertArrayEquals(new byte[each.length], each));
        assertEquals(preSharedKeys, found.size());
        found.forEach(each -> assertTrue(each.isErased()));
        ben.hears("still here", ana.say("still here"));
    }

    /** Whether its init key works shows only when the Welcome is encrypted to it, which is the last step. */
    private KeyPackage withUnusableInitKey() throws Exception {
        Device dan = new Device(SUITE, "dan");
        KeyPackageContent good = dan.keyPackage().keyPackage().content();
        byte[] initKey = new byte[good.initKey().bytes().length()];
        Arrays.fill(initKey, (byte) 0xff);
        return new KeyPackageContent(
                        good.version(),
                        good.cipherSuite(),
                        new HpkePublicKey(ByteString.adopt(initKey)),
                        good.leafNode(),
                        good.extensions())
                .sign(dan.crypto, dan.signatureKey.privateKey(), dan.random);
    }

    @Test
    void aCommitWhoseWelcomeCannotBeEncrypted() throws Exception {
        CommitRequest request = CommitRequest.of(new Proposal.Add(withUnusableInitKey()), preSharedKey("known"))
                .withPreSharedKeys(watchedKeys);
        assertBreaks(ValidationRule.VALID_PUBLIC_KEY, () -> ana.group().commit(request, watched, Device.NOW));
        assertNothingLeft(1, 1);
    }

    @Test
    void aCommitWithoutOneOfItsPreSharedKeys() throws Exception {
        CommitRequest request =
                CommitRequest.of(preSharedKey("known"), preSharedKey("unknown")).withPreSharedKeys(watchedKeys);
        assertBreaks(ValidationRule.COMMIT_PSK_AVAILABLE, () -> ana.group().commit(request, watched, Device.NOW));
        assertNothingLeft(0, 1);
    }

    @Test
    void anExternalJoinWithoutOneOfItsPreSharedKeys() throws Exception {
        Device dan = new Device(SUITE, "dan");
        GroupInfo open = ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random);
        ExternalJoinRequest request = dan.externalJoinRequest()
                .withPreSharedKeys(
                        List.of(
                                new PreSharedKeyId.External(ByteString.utf8("known"), ByteString.EMPTY),
                                new PreSharedKeyId.External(ByteString.utf8("unknown"), ByteString.EMPTY)),
                        watchedKeys);
        // Nonces too are as long as a hash, and are drawn before the path.
        assertBreaks(ValidationRule.JOIN_PSK_AVAILABLE, () -> Group.joinExternally(request, open, watched, Device.NOW));
        assertEquals(3, drawn.size());
        assertArrayEquals(new byte[drawn.getLast().length], drawn.getLast());
        found.forEach(each -> assertTrue(each.isErased()));
    }

    /** So that the tests above do not pass because nothing is watched. */
    @Test
    void aCommitThatSucceedsErasesItsPathSecretToo() throws Exception {
        Step<PendingCommit> step = ana.group().commit(CommitRequest.of(), watched, Device.NOW);
        MlsMessage commit = step.output().commit();
        ana.store(step.next().confirm().next());
        ben.receive(commit);
        assertFalse(drawn.isEmpty());
        assertNothingLeft(1, 0);
    }
}
