package chat.paloma.core.identity;

import static chat.paloma.core.identity.Samples.CRYPTO;
import static chat.paloma.core.identity.Samples.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.IdentityException.Reason;
import chat.paloma.core.mls.testing.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AccountRecordTest {
    private final SeededRandom random = new SeededRandom(7);
    private final AccountKeys ana = create();
    private final AccountKeys ben = create();
    private final DeviceKeys laptop = DeviceKeys.generate(CRYPTO, List.of(DeviceKeyAlgorithm.ED25519), random);

    private AccountKeys create() {
        try {
            return AccountKeys.create(
                    CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44, DeviceKeyAlgorithm.ED25519), NOW, random);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void refused(Reason reason, Executable action) {
        assertEquals(reason, assertThrows(IdentityException.class, action).reason());
    }

    private static AccountRecord sent(AccountRecord record) throws DecodeException {
        Decoder<AccountRecord> decoder = AccountRecord::decode;
        return decoder.decodeAll(record.encoded());
    }

    private AccountRecord withLaptop() throws Exception {
        return ana.listKey().adding(CRYPTO, ana.record(), laptop.entry(NOW + 1), random);
    }

    @Test
    void anAccountBeginsGrowsLosesADeviceAndRotates() throws Exception {
        AccountRecord first = sent(ana.record());
        first.verify(CRYPTO);
        assertEquals(ana.account(), first.account());
        AccountRecord second = sent(withLaptop());
        second.verify(CRYPTO);
        second.checkFollows(CRYPTO, first);
        assertFalse(second.isByRootKeyAfter(first));
        assertEquals(2, second.list().content().devices().size());
        AccountRecord third = sent(ana.listKey().revoking(CRYPTO, second, laptop.device(), random));
        third.checkFollows(CRYPTO, second);
        assertTrue(third.find(laptop.device()).isEmpty());
        ListKey rotated = ana.rootKey().newListKey(CRYPTO, 2, random);
        AccountRecord fourth =
                sent(rotated.next(CRYPTO, third, third.list().content().devices(), random));
        fourth.verify(CRYPTO);
        fourth.checkFollows(CRYPTO, third);
        assertTrue(fourth.isByRootKeyAfter(third));
        AccountRecord ended = sent(rotated.next(CRYPTO, fourth, List.of(), random));
        ended.verify(CRYPTO);
        assertTrue(ended.isEnded());
        assertFalse(fourth.isEnded());
    }

    @Test
    void aRecordThatIsPutTogetherFromOthers() throws Exception {
        AccountRecord a = ana.record();
        AccountRecord b = ben.record();
        refused(Reason.OTHER_ACCOUNT, () -> new AccountRecord(a.certificate(), b.list()).verify(CRYPTO));
        AccountRecord rotated = ana.rootKey()
                .newListKey(CRYPTO, 2, random)
                .next(CRYPTO, a, a.list().content().devices(), random);
        refused(Reason.LIST_GENERATION, () -> new AccountRecord(a.certificate(), rotated.list()).verify(CRYPTO));
        ListKeyCertificate mine = a.certificate();
        ListKeyCertificate remapped =
                new ListKeyCertificate(mine.account(), 1, b.certificate().rootKey(), mine.listKey(), mine.signature());
        refused(Reason.ROOT_KEY_OF_ANOTHER_ACCOUNT, () -> new AccountRecord(remapped, a.list()).verify(CRYPTO));
        ListKeyCertificate usurped = new ListKeyCertificate(
                mine.account(), 1, mine.rootKey(), b.certificate().listKey(), mine.signature());
        refused(Reason.CERTIFICATE_SIGNATURE, () -> new AccountRecord(usurped, a.list()).verify(CRYPTO));
    }

    /** What the node would do that wants to add a device of its own. */
    @Test
    void aListThatTheListKeyDidNotSign() throws Exception {
        AccountRecord second = withLaptop();
        SignedDeviceList forged = new SignedDeviceList(
                second.list().content(), ana.record().list().signature());
        refused(Reason.LIST_SIGNATURE, () -> new AccountRecord(second.certificate(), forged).verify(CRYPTO));
    }

    @Test
    void aRecordThatDoesNotFollow() throws Exception {
        AccountRecord first = ana.record();
        AccountRecord second = withLaptop();
        AccountRecord otherSecond = ana.listKey().next(CRYPTO, first, List.of(), random);
        AccountRecord third = ana.listKey().revoking(CRYPTO, second, laptop.device(), random);
        refused(Reason.VERSION, () -> first.checkFollows(CRYPTO, first));
        refused(Reason.VERSION, () -> third.checkFollows(CRYPTO, first));
        refused(Reason.VERSION, () -> first.checkFollows(CRYPTO, second));
        refused(Reason.OTHER_ACCOUNT, () -> second.checkFollows(CRYPTO, ben.record()));
        refused(Reason.PREVIOUS, () -> third.checkFollows(CRYPTO, otherSecond));
        ListKey again = ana.rootKey().newListKey(CRYPTO, 1, random);
        assertThrows(IllegalArgumentException.class, () -> again.next(CRYPTO, first, List.of(), random));
        refused(
                Reason.CERTIFICATE_CHANGED,
                () -> new AccountRecord(again.certificate(), second.list()).checkFollows(CRYPTO, first));
        AccountRecord rotated = ana.rootKey().newListKey(CRYPTO, 2, random).next(CRYPTO, first, List.of(), random);
        SignedDeviceList back = new SignedDeviceList(
                new DeviceList(ana.account(), 1, 3, rotated.list().hash(CRYPTO), List.of()),
                first.list().signature());
        refused(
                Reason.GENERATION_BACK,
                () -> new AccountRecord(first.certificate(), back).checkFollows(CRYPTO, rotated));
    }

    /** At a node that lost those in between. */
    @Test
    void whatMayStandInThePlaceOfAnOlderOne() throws Exception {
        AccountRecord first = ana.record();
        AccountRecord second = withLaptop();
        AccountRecord otherSecond = ana.listKey().next(CRYPTO, first, List.of(), random);
        AccountRecord third = ana.listKey().revoking(CRYPTO, second, laptop.device(), random);
        second.checkReplaces(CRYPTO, first);
        third.checkReplaces(CRYPTO, first);
        assertTrue(third.isNewerThan(first) && !first.isNewerThan(third) && !first.isNewerThan(first));
        refused(Reason.VERSION, () -> first.checkReplaces(CRYPTO, first));
        refused(Reason.VERSION, () -> first.checkReplaces(CRYPTO, third));
        refused(Reason.VERSION, () -> otherSecond.checkReplaces(CRYPTO, second));
        refused(Reason.PREVIOUS, () -> third.checkReplaces(CRYPTO, otherSecond));
        refused(Reason.OTHER_ACCOUNT, () -> third.checkReplaces(CRYPTO, ben.record()));
        // The root key decides, whatever the versions are.
        AccountRecord rotated = ana.rootKey().newListKey(CRYPTO, 2, random).next(CRYPTO, first, List.of(), random);
        rotated.checkReplaces(CRYPTO, third);
        assertTrue(rotated.isNewerThan(third));
        refused(Reason.GENERATION_BACK, () -> third.checkReplaces(CRYPTO, rotated));
        ListKey again = ana.rootKey().newListKey(CRYPTO, 1, random);
        refused(
                Reason.CERTIFICATE_CHANGED,
                () -> new AccountRecord(again.certificate(), third.list()).checkReplaces(CRYPTO, first));
        // Nobody leaves no version for any list behind it.
        SignedDeviceList far = new SignedDeviceList(
                new DeviceList(ana.account(), 1, 1002, third.list().content().previous(), List.of()),
                third.list().signature());
        refused(Reason.VERSION, () -> new AccountRecord(first.certificate(), far).checkReplaces(CRYPTO, first));
    }

    @Test
    void leavesOfDevices() throws Exception {
        AccountRecord first = ana.record();
        DeviceId phone = ana.deviceKeys().device();
        DeviceKey key =
                ana.deviceKeys().find(DeviceKeyAlgorithm.ED25519).orElseThrow().key();
        DeviceKey otherKey = ana.deviceKeys().authenticationKey().key();
        DeviceCredential credential = ana.listKey().certify(CRYPTO, phone, key, random);
        assertEquals(credential, DeviceCredential.of(credential.toCredential()));
        first.checkNewLeaf(CRYPTO, credential, key);
        refused(Reason.DEVICE_CERTIFICATE, () -> first.checkNewLeaf(CRYPTO, credential, otherKey));
        refused(Reason.OTHER_ACCOUNT, () -> ben.record().checkNewLeaf(CRYPTO, credential, key));
        DeviceKey stranger = laptop.authenticationKey().key();
        refused(Reason.UNKNOWN_KEY, () -> first.checkNewLeaf(CRYPTO, credential, stranger));
        DeviceCredential early = ana.listKey().certify(CRYPTO, laptop.device(), stranger, random);
        refused(Reason.UNKNOWN_DEVICE, () -> first.checkNewLeaf(CRYPTO, early, stranger));
        DeviceCredential forged = new DeviceCredential(
                credential.device(),
                1,
                ben.listKey().certify(CRYPTO, phone, key, random).certificate());
        refused(Reason.DEVICE_CERTIFICATE, () -> first.checkStandingLeaf(CRYPTO, forged, key));
    }

    @Test
    void leavesAfterTheListKeyWasRotated() throws Exception {
        AccountRecord second = withLaptop();
        DeviceKey phoneKey = ana.deviceKeys().authenticationKey().key();
        DeviceKey laptopKey = laptop.authenticationKey().key();
        DeviceCredential phone = ana.listKey().certify(CRYPTO, ana.deviceKeys().device(), phoneKey, random);
        DeviceCredential revoked = ana.listKey().certify(CRYPTO, laptop.device(), laptopKey, random);
        second.checkNewLeaf(CRYPTO, revoked, laptopKey);
        ListKey rotated = ana.rootKey().newListKey(CRYPTO, 2, random);
        AccountRecord third = rotated.revoking(CRYPTO, second, laptop.device(), random);
        third.checkStandingLeaf(CRYPTO, phone, phoneKey);
        refused(Reason.FORMER_GENERATION, () -> third.checkNewLeaf(CRYPTO, phone, phoneKey));
        refused(Reason.UNKNOWN_DEVICE, () -> third.checkStandingLeaf(CRYPTO, revoked, laptopKey));
        DeviceCredential renewed = rotated.certify(CRYPTO, ana.deviceKeys().device(), phoneKey, random);
        third.checkNewLeaf(CRYPTO, renewed, phoneKey);
        refused(Reason.NEWER_GENERATION, () -> second.checkStandingLeaf(CRYPTO, renewed, phoneKey));
    }

    @Test
    void listsThatCannotBe() {
        List<DeviceEntry> many = new ArrayList<>();
        for (int i = 0; i <= DeviceList.MAX_DEVICES; i++) {
            many.add(Samples.entry(i));
        }
        ByteString hash = Samples.bytes(1, 32);
        AccountId account = Samples.account(1);
        assertThrows(IllegalArgumentException.class, () -> new DeviceList(account, 1, 2, hash, many));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeviceList(account, 1, 2, hash, List.of(Samples.entry(2), Samples.entry(1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DeviceList(account, 1, 2, hash, List.of(Samples.entry(1), Samples.entry(1))));
        assertThrows(IllegalArgumentException.class, () -> new DeviceList(account, 1, 1, hash, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new DeviceList(account, 1, 0, hash, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new DeviceList(account, 0, 2, hash, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new DeviceList(account, 1, 2, DeviceList.NO_PREVIOUS, List.of()));
        DeviceKey key = Samples.deviceKey(1);
        assertThrows(IllegalArgumentException.class, () -> new DeviceEntry(Samples.device(1), 0, List.of(key, key)));
        assertThrows(IllegalArgumentException.class, () -> new DeviceEntry(Samples.device(1), 0, List.of()));
    }

    @Test
    void aProofIsGoodOnOneConnectionForOneDevice() throws Exception {
        AuthenticationProof proof = new AuthenticationProof(
                1,
                ServerId.random(random),
                "https://chat.example:8443",
                Samples.bytes(1, 32),
                Samples.bytes(2, 32),
                ana.address());
        ByteString signature = proof.sign(CRYPTO, ana.deviceKeys(), random);
        proof.verify(CRYPTO, ana.record(), signature);
        refused(Reason.OTHER_ACCOUNT, () -> proof.verify(CRYPTO, ben.record(), signature));
        List<AuthenticationProof> others = List.of(
                new AuthenticationProof(
                        2, proof.server(), proof.origin(), proof.clientNonce(), proof.nodeNonce(), proof.device()),
                new AuthenticationProof(
                        1,
                        ServerId.random(random),
                        proof.origin(),
                        proof.clientNonce(),
                        proof.nodeNonce(),
                        proof.device()),
                new AuthenticationProof(
                        1,
                        proof.server(),
                        "https://evil.example",
                        proof.clientNonce(),
                        proof.nodeNonce(),
                        proof.device()),
                new AuthenticationProof(
                        1, proof.server(), proof.origin(), proof.nodeNonce(), proof.nodeNonce(), proof.device()),
                new AuthenticationProof(
                        1, proof.server(), proof.origin(), proof.clientNonce(), proof.clientNonce(), proof.device()));
        for (AuthenticationProof other : others) {
            refused(Reason.PROOF_SIGNATURE, () -> other.verify(CRYPTO, ana.record(), signature));
        }
        AuthenticationProof unknown = new AuthenticationProof(
                1,
                proof.server(),
                proof.origin(),
                proof.clientNonce(),
                proof.nodeNonce(),
                new DeviceAddress(ana.account(), laptop.device()));
        refused(Reason.UNKNOWN_DEVICE, () -> unknown.verify(CRYPTO, ana.record(), signature));
        assertFalse(AuthenticationProof.isOrigin("https://chat example"));
        assertFalse(AuthenticationProof.isOrigin("x".repeat(AuthenticationProof.MAX_ORIGIN + 1)));
    }
}
