package chat.paloma.core.identity;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.SignaturePrivateKey;
import java.util.List;
import java.util.Optional;

/** A device's keys with their private halves, which never leave it. The first one authenticates the device. */
public record DeviceKeys(DeviceId device, List<KeyPair> pairs) {

    /** One key of a device with its private half. */
    public record KeyPair(DeviceKey key, SignaturePrivateKey privateKey) {
        /** Both halves, for a leaf of a group. */
        public SignatureKeyPair toSignatureKeyPair() {
            return new SignatureKeyPair(privateKey, key.publicKey());
        }
    }

    public DeviceKeys {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("a device without keys");
        }
    }

    /** A new device with a key of each of these algorithms, from 1 to {@link DeviceEntry#MAX_KEYS} different ones. */
    public static DeviceKeys generate(CryptoProvider crypto, List<DeviceKeyAlgorithm> algorithms, RandomSource random) {
        DeviceId device = DeviceId.random(random);
        return new DeviceKeys(
                device,
                algorithms.stream()
                        .map(algorithm -> keyPair(crypto, algorithm, random))
                        .toList());
    }

    private static KeyPair keyPair(CryptoProvider crypto, DeviceKeyAlgorithm algorithm, RandomSource random) {
        SignatureKeyPair keys = crypto.generateSignatureKeyPair(algorithm.signature(), random);
        return new KeyPair(new DeviceKey(algorithm, keys.publicKey()), keys.privateKey());
    }

    /**
     * As it stands on a list.
     *
     * @param addedAt in milliseconds since 1970
     */
    public DeviceEntry entry(long addedAt) {
        return new DeviceEntry(device, addedAt, pairs.stream().map(KeyPair::key).toList());
    }

    /** The pair with which the device authenticates. */
    public KeyPair authenticationKey() {
        return pairs.getFirst();
    }

    /** The pair that signs leaves in groups of this algorithm. */
    public Optional<KeyPair> find(DeviceKeyAlgorithm algorithm) {
        return pairs.stream()
                .filter(pair -> pair.key().algorithm() == algorithm)
                .findFirst();
    }

    /** Overwrites the private halves. */
    public void erase() {
        pairs.forEach(pair -> pair.privateKey().erase());
    }
}
