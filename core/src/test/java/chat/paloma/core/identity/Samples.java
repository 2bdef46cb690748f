package chat.paloma.core.identity;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SignatureAlgorithm;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.util.Arrays;
import java.util.List;

/** Values that are easy to recognise in hexadecimal: each is one byte, many times. */
final class Samples {
    static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    static final long NOW = 1_800_000_000_000L;

    private Samples() {}

    static ByteString bytes(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return ByteString.adopt(bytes);
    }

    static SignaturePublicKey key(int value, SignatureAlgorithm algorithm) {
        return new SignaturePublicKey(bytes(value, algorithm.publicKeyLength()));
    }

    static AccountId account(int value) {
        return new AccountId(bytes(value, AccountId.LENGTH));
    }

    static DeviceId device(int value) {
        return new DeviceId(bytes(value, DeviceId.LENGTH));
    }

    static ByteString signature(int value) {
        return bytes(value, SignatureAlgorithm.ML_DSA_65.maxSignatureLength());
    }

    static DeviceKey deviceKey(int value) {
        return new DeviceKey(DeviceKeyAlgorithm.ED25519, key(value, SignatureAlgorithm.ED25519));
    }

    static DeviceEntry entry(int value) {
        return new DeviceEntry(device(value), NOW, List.of(deviceKey(0x22)));
    }

    static ListKeyCertificate certificate() {
        return new ListKeyCertificate(
                account(0xaa),
                1,
                key(0x11, SignatureAlgorithm.ML_DSA_65),
                key(0x12, SignatureAlgorithm.ML_DSA_65),
                signature(0x33));
    }

    static SignedDeviceList list(DeviceEntry... devices) {
        return new SignedDeviceList(
                new DeviceList(account(0xaa), 1, 1, DeviceList.NO_PREVIOUS, List.of(devices)), signature(0x33));
    }

    static DeviceCredential credential() {
        return new DeviceCredential(new DeviceAddress(account(0xaa), device(0x0d)), 1, signature(0x33));
    }
}
