package chat.paloma.core.identity;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import java.util.List;

/**
 * All that an account begins with. The caller seals the root key away, keeps the other two on the device and publishes
 * the record.
 */
public record AccountKeys(RootKey rootKey, ListKey listKey, DeviceKeys deviceKeys, AccountRecord record) {

    /**
     * Makes an account with one device.
     *
     * @param algorithms of the device's keys; the first authenticates
     * @param now in milliseconds since 1970
     */
    public static AccountKeys create(
            CryptoProvider crypto, List<DeviceKeyAlgorithm> algorithms, long now, RandomSource random)
            throws CryptoException {
        RootKey root = RootKey.generate(crypto, random);
        ListKey list = root.newListKey(crypto, 1, random);
        DeviceKeys device = DeviceKeys.generate(crypto, algorithms, random);
        return new AccountKeys(root, list, device, list.first(crypto, List.of(device.entry(now)), random));
    }

    public AccountId account() {
        return record.account();
    }

    /** The address of the first device. */
    public DeviceAddress address() {
        return new DeviceAddress(account(), deviceKeys.device());
    }
}
