package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.assertAgree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One member adds many, in several commits. */
class SeriesOfAddsTest {
    private static final CipherSuite SUITE = CipherSuite.DEFAULT;
    private static final int MOST = 2;

    private static HpkePublicKey leafKey(Device device) throws Exception {
        return device.group().tree().member(device.group().ownIndex()).encryptionKey();
    }

    @Test
    void onlyTheLastCommitBringsFreshKeys() throws Exception {
        Device ana = new Device(SUITE, "ana");
        Device ben = new Device(SUITE, "ben");
        Device.gather(ana, ben);
        List<Device> everybody = new ArrayList<>(List.of(ana, ben));
        List<Device> newcomers = new ArrayList<>();
        List<KeyPackageBundle> bundles = new ArrayList<>();
        for (String name : List.of("cleo", "dan", "eva", "finn", "gus")) {
            Device newcomer = new Device(SUITE, name);
            newcomers.add(newcomer);
            bundles.add(newcomer.keyPackage());
        }
        List<KeyPackage> keyPackages =
                bundles.stream().map(KeyPackageBundle::keyPackage).toList();

        List<CommitRequest> series = CommitRequest.addingInSeries(keyPackages, MOST);
        assertEquals(3, series.size());
        HpkePublicKey before = leafKey(ana);
        for (int i = 0; i < series.size(); i++) {
            PendingCommit commit = ana.commitAndConfirm(series.get(i));
            for (Device member : everybody.subList(1, everybody.size())) {
                member.receive(commit.commit());
            }
            for (int at = i * MOST; at < Math.min(newcomers.size(), (i + 1) * MOST); at++) {
                newcomers.get(at).join(newcomers.get(at).joinRequest(bundles.get(at)), commit);
                everybody.add(newcomers.get(at));
            }
            assertAgree(everybody.toArray(new Device[0]));
            boolean last = i == series.size() - 1;
            assertEquals(last, !before.equals(leafKey(ana)));
        }
        assertEquals(7, ana.group().tree().memberCount());
        assertNotEquals(before, leafKey(ana));
        ben.hears("welcome", ana.say("welcome"));
    }

    @Test
    void whatFitsIntoOneCommitBringsFreshKeysAtOnce() throws Exception {
        Device ben = new Device(SUITE, "ben");
        List<CommitRequest> series =
                CommitRequest.addingInSeries(List.of(ben.keyPackage().keyPackage()), MOST);
        assertEquals(
                List.of(PathPolicy.DEFAULT),
                series.stream().map(CommitRequest::pathPolicy).toList());
        assertTrue(CommitRequest.addingInSeries(List.of(), MOST).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> CommitRequest.addingInSeries(List.of(), 0));
    }
}
