package chat.paloma.core.membership;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.tree.Credential;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that claim to be a room's policy, a link or a device's credential. */
class RoomFuzzTest {
    static Stream<byte[]> policies() {
        return Stream.of(
                RoomFormatTest.policy().encoded(),
                RoomFormatTest.policy().group().groupId().bytes().toByteArray());
    }

    @MethodSource("policies")
    @FuzzTest(maxDuration = "1m")
    void aPolicyIsReadOrRefused(byte[] input) {
        Decoder<RoomPolicy> decoder = RoomPolicy::decode;
        Decoder<RoomGroupId> groups = RoomGroupId::decode;
        try {
            assertArrayEquals(input, decoder.decodeAll(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
        try {
            assertArrayEquals(input, groups.decodeAll(input).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("policies")
    @FuzzTest(maxDuration = "1m")
    void nothingThatWasNotSignedIsALinkOrADevice(byte[] input) {
        SignaturePublicKey key = RoomFormatTest.policy().linkKeys().getFirst();
        RoomLink link = new RoomLink(RoomFormatTest.policy().group(), 1, key);
        assert !link.isSignedByAny(RoomDevice.CRYPTO, List.of(key), ByteString.copyOf(input));
        if (input.length <= Credential.MAX_LENGTH) {
            RoomRules.GROUP_RULES.credentials().isValid(new Credential.Basic(ByteString.copyOf(input)), key);
        }
    }
}
