package chat.paloma.core.mls.keypackage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.testing.Leaves;
import chat.paloma.core.mls.testing.SimulatedGroup;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim to be a key package. */
class KeyPackageFuzzTest {
    private static final SimulatedGroup GROUP = group();

    private static SimulatedGroup group() {
        try {
            return SimulatedGroup.full(1, 1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<byte[]> keyPackages() throws Exception {
        MlsCrypto crypto = GROUP.crypto;
        return Stream.of(GROUP.newMember(crypto.generateSignatureKeyPair(GROUP.random))
                .keyPackage()
                .encoded());
    }

    @MethodSource("keyPackages")
    @FuzzTest(maxDuration = "1m")
    void isCheckedOrRefused(byte[] input) {
        Decoder<KeyPackage> decoder = KeyPackage::decode;
        try {
            KeyPackage keyPackage = decoder.decodeAll(input);
            assertArrayEquals(input, keyPackage.encoded());
            keyPackage.reference(GROUP.crypto);
            keyPackage.check(Leaves.rules(GROUP.crypto));
        } catch (DecodeException | MlsException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
