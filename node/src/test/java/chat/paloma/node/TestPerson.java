package chat.paloma.node;

import static chat.paloma.node.TestStore.CRYPTO;
import static chat.paloma.node.TestStore.RANDOM;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountKeys;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.node.account.Caller;
import java.util.List;

/** An account in a test, with all its keys. Its record moves on with what is signed. */
public final class TestPerson {
    public static final CipherSuite SUITE = CipherSuite.DEFAULT;
    public static final MlsCrypto MLS = new MlsCrypto(SUITE, CRYPTO);

    private final TestStore store;
    public final AccountKeys keys;
    private ListKey listKey;
    private AccountRecord record;

    private TestPerson(TestStore store, AccountKeys keys) {
        this.store = store;
        this.keys = keys;
        this.listKey = keys.listKey();
        this.record = keys.record();
    }

    /** Somebody who has not registered. */
    public static TestPerson create(TestStore store) {
        try {
            return new TestPerson(
                    store,
                    AccountKeys.create(CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44), store.clock.millis(), RANDOM));
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    public AccountId account() {
        return keys.account();
    }

    public AccountRecord record() {
        return record;
    }

    /** Takes a record as the newest. */
    public void follow(AccountRecord next) {
        record = next;
    }

    public static DeviceKeys newDevice() {
        return DeviceKeys.generate(CRYPTO, List.of(DeviceKeyAlgorithm.ML_DSA_44), RANDOM);
    }

    public AccountRecord adding(DeviceKeys device) throws CryptoException {
        return listKey.adding(CRYPTO, record, device.entry(store.clock.millis()), RANDOM);
    }

    public AccountRecord revoking(DeviceKeys device) throws CryptoException {
        return listKey.revoking(CRYPTO, record, device.device(), RANDOM);
    }

    public AccountRecord with(List<DeviceEntry> devices) throws CryptoException {
        return listKey.next(CRYPTO, record, devices, RANDOM);
    }

    /** A new list key, with which the next record is signed. */
    public void rotate() throws CryptoException {
        listKey = keys.rootKey().newListKey(CRYPTO, listKey.certificate().generation() + 1, RANDOM);
    }

    public DeviceAddress address(DeviceKeys device) {
        return new DeviceAddress(account(), device.device());
    }

    /** The first device, authenticated. */
    public Caller caller() {
        return caller(keys.deviceKeys());
    }

    public Caller caller(DeviceKeys device) {
        long key = store.database.read(
                handle -> handle.createQuery("SELECT id FROM device WHERE account = :account AND device = :device")
                        .bind("account", account().bytes().toByteArray())
                        .bind("device", device.device().bytes().toByteArray())
                        .mapTo(Long.class)
                        .one());
        return new Caller(address(device), key);
    }

    public DeviceCredential credential(DeviceKeys device) throws CryptoException {
        return listKey.certify(
                CRYPTO, device.device(), device.authenticationKey().key(), RANDOM);
    }

    /** A key package that is good for an hour. */
    public KeyPackageBundle bundle(DeviceKeys device, boolean lastResort) throws CryptoException {
        long now = store.clock.millis() / 1000;
        return bundle(device, lastResort, new Lifetime(now - 60, now + 3600));
    }

    public KeyPackageBundle bundle(DeviceKeys device, boolean lastResort, Lifetime lifetime) throws CryptoException {
        ExtensionList extensions = lastResort
                ? ExtensionList.of(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY))
                : ExtensionList.EMPTY;
        return KeyPackageBundle.generate(
                MLS,
                device.authenticationKey().toSignatureKeyPair(),
                new KeyPackageBundle.Description(
                        credential(device).toCredential(),
                        RoomCapabilities.ofLeaf(SUITE),
                        lifetime,
                        ExtensionList.EMPTY,
                        extensions),
                RANDOM);
    }

    /** As it is published. */
    public static ByteString message(KeyPackageBundle bundle) {
        return ByteString.adopt(new MlsMessage.OfKeyPackage(bundle.keyPackage()).encoded());
    }
}
