package chat.paloma.core.identity;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignaturePrivateKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The key that signs an account's list of devices and certifies them, with its own certificate. All devices of the
 * account hold it; it is rotated when one of them is revoked, because that one holds it too.
 */
public record ListKey(ListKeyCertificate certificate, SignaturePrivateKey privateKey) {

    /**
     * The first record of an account.
     *
     * @throws CryptoException when the private key is none of ML-DSA-65
     */
    public AccountRecord first(CryptoProvider crypto, List<DeviceEntry> devices, RandomSource random)
            throws CryptoException {
        return sign(
                crypto,
                new DeviceList(
                        certificate.account(), certificate.generation(), 1, DeviceList.NO_PREVIOUS, ascending(devices)),
                random);
    }

    /**
     * The record that follows another, with these devices. This key is the other's, or one of a higher generation.
     *
     * @throws IllegalArgumentException when this key may not sign what follows that record, or for devices that are no
     *     list
     * @throws CryptoException when the private key is none of ML-DSA-65
     */
    public AccountRecord next(
            CryptoProvider crypto, AccountRecord previous, List<DeviceEntry> devices, RandomSource random)
            throws CryptoException {
        DeviceList list = new DeviceList(
                certificate.account(),
                certificate.generation(),
                previous.version() + 1,
                previous.list().hash(crypto),
                ascending(devices));
        AccountRecord record = sign(crypto, list, random);
        try {
            record.checkFollows(crypto, previous);
        } catch (IdentityException e) {
            throw new IllegalArgumentException("this list key may not follow: " + e.getMessage());
        }
        return record;
    }

    /**
     * The next record with one device more.
     *
     * @throws IllegalArgumentException also when the device is on the list already, or the list is full
     */
    public AccountRecord adding(CryptoProvider crypto, AccountRecord previous, DeviceEntry device, RandomSource random)
            throws CryptoException {
        List<DeviceEntry> devices = new ArrayList<>(previous.list().content().devices());
        devices.add(device);
        return next(crypto, previous, devices, random);
    }

    /**
     * The next record without a device. Unless this key is newer than the record's, the device still holds it: rotate.
     *
     * @throws IllegalArgumentException also when the device is not on the list
     */
    public AccountRecord revoking(CryptoProvider crypto, AccountRecord previous, DeviceId device, RandomSource random)
            throws CryptoException {
        List<DeviceEntry> devices = new ArrayList<>(previous.list().content().devices());
        if (!devices.removeIf(entry -> entry.device().equals(device))) {
            throw new IllegalArgumentException("not on the list: " + device);
        }
        return next(crypto, previous, devices, random);
    }

    /**
     * Certifies a device's key, for the leaves that the key signs.
     *
     * @throws CryptoException when the private key is none of ML-DSA-65
     */
    public DeviceCredential certify(CryptoProvider crypto, DeviceId device, DeviceKey key, RandomSource random)
            throws CryptoException {
        DeviceAddress address = new DeviceAddress(certificate.account(), device);
        return new DeviceCredential(
                address,
                certificate.generation(),
                AccountSignatures.sign(
                        crypto, privateKey, DeviceCredential.LABEL, DeviceCredential.toBeSigned(address, key), random));
    }

    private AccountRecord sign(CryptoProvider crypto, DeviceList list, RandomSource random) throws CryptoException {
        return new AccountRecord(
                certificate,
                new SignedDeviceList(
                        list, AccountSignatures.sign(crypto, privateKey, SignedDeviceList.LABEL, list, random)));
    }

    private static List<DeviceEntry> ascending(List<DeviceEntry> devices) {
        return devices.stream()
                .sorted(Comparator.comparing(DeviceEntry::device))
                .toList();
    }

    /** Overwrites the private half. */
    public void erase() {
        privateKey.erase();
    }
}
