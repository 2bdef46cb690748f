package chat.paloma.core.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.SignaturePublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class IdentityPropertyTest {
    private static final Decoder<AccountRecord> RECORD = AccountRecord::decode;
    private static final Decoder<DeviceCredential> CREDENTIAL = DeviceCredential::decode;

    private static ByteString bytes(Random random, int length) {
        byte[] out = new byte[length];
        random.nextBytes(out);
        return ByteString.adopt(out);
    }

    private static SignaturePublicKey listKey(Random random) {
        return new SignaturePublicKey(bytes(random, AccountSignatures.ALGORITHM.publicKeyLength()));
    }

    private static ByteString signature(Random random) {
        return bytes(random, AccountSignatures.ALGORITHM.maxSignatureLength());
    }

    private static long generation(Random random) {
        return 1 + (random.nextLong() >>> 33);
    }

    private static AccountId account(Random random) {
        return new AccountId(bytes(random, AccountId.LENGTH));
    }

    private static DeviceEntry entry(Random random) {
        List<DeviceKeyAlgorithm> algorithms = new ArrayList<>(List.of(DeviceKeyAlgorithm.values()));
        Collections.shuffle(algorithms, random);
        List<DeviceKey> keys = algorithms.subList(0, 1 + random.nextInt(DeviceEntry.MAX_KEYS)).stream()
                .map(algorithm -> new DeviceKey(
                        algorithm,
                        new SignaturePublicKey(
                                bytes(random, algorithm.signature().publicKeyLength()))))
                .toList();
        return new DeviceEntry(new DeviceId(bytes(random, DeviceId.LENGTH)), random.nextLong(), keys);
    }

    private static AccountRecord record(Random random) {
        List<DeviceEntry> devices = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            devices.add(entry(random));
        }
        devices.sort(Comparator.comparing(DeviceEntry::device));
        boolean first = random.nextBoolean();
        DeviceList list = new DeviceList(
                account(random),
                generation(random),
                first ? 1 : -1 - random.nextInt(1000),
                first ? DeviceList.NO_PREVIOUS : bytes(random, 32),
                devices);
        return new AccountRecord(
                new ListKeyCertificate(
                        account(random), generation(random), listKey(random), listKey(random), signature(random)),
                new SignedDeviceList(list, signature(random)));
    }

    private static <T extends TlsEncodable> void assertReadBack(Decoder<T> decoder, T value, int permille)
            throws DecodeException {
        byte[] encoded = value.encoded();
        T read = decoder.decodeAll(encoded);
        assertEquals(value, read);
        assertArrayEquals(encoded, read.encoded());
        byte[] cut = Arrays.copyOf(encoded, encoded.length * permille / 1000);
        assertThrows(DecodeException.class, () -> decoder.decodeAll(cut));
    }

    @Property(tries = 100)
    void recordsAreReadBack(@ForAll long seed, @ForAll @IntRange(max = 999) int permille) throws DecodeException {
        assertReadBack(RECORD, record(new Random(seed)), permille);
    }

    @Property(tries = 100)
    void credentialsAreReadBack(@ForAll long seed, @ForAll @IntRange(max = 999) int permille) throws DecodeException {
        Random random = new Random(seed);
        DeviceAddress address = new DeviceAddress(account(random), new DeviceId(bytes(random, DeviceId.LENGTH)));
        assertReadBack(CREDENTIAL, new DeviceCredential(address, generation(random), signature(random)), permille);
    }
}
