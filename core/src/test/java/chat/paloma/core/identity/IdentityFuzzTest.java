package chat.paloma.core.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim to be an identity: they are refused, or they are the encoding of what was read. */
class IdentityFuzzTest {
    static Stream<byte[]> records() {
        return Stream.of(
                new AccountRecord(Samples.certificate(), Samples.list()).encoded(),
                new AccountRecord(Samples.certificate(), Samples.list(Samples.entry(1), Samples.entry(2))).encoded());
    }

    static Stream<byte[]> small() {
        return Stream.of(
                Samples.credential().encoded(),
                Samples.entry(1).encoded(),
                new Handle("ana").encoded(),
                ByteString.EMPTY.encoded());
    }

    private static void decodes(Decoder<? extends TlsEncodable> decoder, byte[] input) {
        try {
            assertArrayEquals(input, decoder.decodeAll(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("records")
    @FuzzTest(maxDuration = "1m")
    void aRecordIsVerifiedOrRefused(byte[] input) {
        Decoder<AccountRecord> decoder = AccountRecord::decode;
        try {
            AccountRecord record = decoder.decodeAll(input);
            assertArrayEquals(input, record.encoded());
            record.verify(Samples.CRYPTO);
        } catch (DecodeException | IdentityException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("small")
    @FuzzTest(maxDuration = "1m")
    void aPartIsReadOrRefused(byte[] input) {
        decodes(DeviceCredential::decode, input);
        decodes(DeviceEntry::decode, input);
        decodes(DeviceKey::decode, input);
        decodes(Handle::decode, input);
    }
}
