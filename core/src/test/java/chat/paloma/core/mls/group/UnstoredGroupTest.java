package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.welcome.Welcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A group that lives in memory from step to step, as {@link Device} never lets it, can be stored at the end too. */
class UnstoredGroupTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;

    @Test
    void storesItselfWithEpochsThatNobodyWroteIn() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        KeyPackageBundle bundle = ben.keyPackage();
        Group anas = Group.create(ana.creation("a group"), ana.random, Device.NOW);
        Step<PendingCommit> add =
                anas.commit(CommitRequest.adding(List.of(bundle.keyPackage())), ana.random, Device.NOW);
        anas = add.next().confirm().next();
        Welcome welcome = ((MlsMessage.OfWelcome) add.output().welcome().orElseThrow()).welcome();
        Group bens = Group.join(ben.joinRequest(bundle), welcome, Device.NOW);
        for (int i = 0; i < 3; i++) {
            Step<PendingCommit> commit = anas.commit(CommitRequest.of(), ana.random, Device.NOW);
            anas = commit.next().confirm().next();
            bens = bens.receive(commit.output().commit(), PreSharedKeys.NONE).next();
        }
        Step<MlsMessage> sent = anas.encrypt(new byte[] {7}, ByteString.EMPTY, Padding.none(), ana.random);
        ana.store(sent.next());
        ben.store(bens);
        Received.ApplicationMessage received = (Received.ApplicationMessage) ben.receive(sent.output());
        assertEquals(ByteString.copyOf(new byte[] {7}), received.data());
        Device.assertAgree(ana, ben);
    }
}
