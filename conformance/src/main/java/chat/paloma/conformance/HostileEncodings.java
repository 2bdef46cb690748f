package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import java.util.List;
import java.util.Optional;

/** Truncated, oversized, trailing, non-minimal and recursive encodings. */
final class HostileEncodings {
    /** A structure with every form that the codec has. */
    private record Sample(
            int number, ByteString fixed, ByteString text, List<ByteString> list, Optional<ByteString> last) {
        static final int MAX = 1_000;

        static Sample decode(TlsReader in) throws DecodeException {
            return new Sample(
                    in.readUint24(),
                    ByteString.adopt(in.readBytes(7)),
                    ByteString.decode(in, MAX),
                    in.readList(4, item -> ByteString.decode(item, MAX)),
                    in.readOptional(item -> ByteString.decode(item, MAX)));
        }

        static byte[] encoded() {
            ByteString item = ByteString.utf8("an item that is there");
            return new TlsWriter()
                    .writeUint24(0x123456)
                    .writeBytes(new byte[7])
                    .writeOpaque(new byte[70])
                    .writeList(List.of(item, ByteString.EMPTY, item))
                    .writeOptional(Optional.of(item))
                    .toByteArray();
        }
    }

    /** Vectors in vectors, as deep as the input has them. */
    private record Nested(List<Nested> children) {
        static Nested decode(TlsReader in) throws DecodeException {
            return new Nested(in.readList(8, Nested::decode));
        }
    }

    private HostileEncodings() {}

    static void run(HostileInput hostile) {
        sample(hostile);
        lengths(hostile);
        lists(hostile);
        nesting(hostile);
    }

    private static void sample(HostileInput hostile) {
        byte[] whole = Sample.encoded();
        hostile.expect("encoding/whole", "accepted", () -> decode(Sample::decode, whole));
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = ByteString.copyOf(whole).slice(0, length).toByteArray();
            hostile.expect("encoding/truncated/" + length, "decode:TRUNCATED", () -> decode(Sample::decode, prefix));
        }
        for (int extra : new int[] {1, 2, 1_000}) {
            byte[] longer = new TlsWriter()
                    .writeBytes(whole)
                    .writeBytes(new byte[extra])
                    .toByteArray();
            hostile.expect("encoding/trailing/" + extra, "decode:TRAILING_BYTES", () -> decode(Sample::decode, longer));
        }
    }

    private static void lengths(HostileInput hostile) {
        Decoder<byte[]> opaque = in -> in.readOpaque(100);
        for (String hex : new String[] {"4000", "4001aa", "403f", "80000000", "80003fff", "80000001aa"}) {
            hostile.expect("length/non-minimal/" + hex, "decode:NON_MINIMAL_LENGTH", () -> decode(opaque, bytes(hex)));
        }
        for (String hex : new String[] {"c0", "c000", "ff", "ffffffff", "c000000000000000"}) {
            hostile.expect("length/prefix/" + hex, "decode:INVALID_LENGTH_PREFIX", () -> decode(opaque, bytes(hex)));
        }
        for (String hex : new String[] {"4065", "bfffffff", "80010000"}) {
            hostile.expect("length/too-large/" + hex, "decode:TOO_LARGE", () -> decode(opaque, bytes(hex)));
        }
        Decoder<byte[]> unbounded = in -> in.readOpaque(TlsWriter.MAX_VECTOR);
        hostile.expect("length/opaque", "decode:TRUNCATED", () -> decode(unbounded, bytes("bfffffff00")));
        hostile.expect("length/window", "decode:TRUNCATED", () -> decode(TlsReader::readWindow, bytes("bfffffff00")));
        hostile.expect("length/opaque8", "decode:TOO_LARGE", () -> decode(in -> in.readOpaque8(9), bytes("ff")));
        hostile.expect("length/opaque16", "decode:TOO_LARGE", () -> decode(in -> in.readOpaque16(9), bytes("ffff")));
        hostile.expect("length/opaque24", "decode:TOO_LARGE", () -> decode(in -> in.readOpaque24(9), bytes("ffffff")));
        hostile.expect("length/fixed", "decode:TRUNCATED", () -> decode(in -> in.readBytes(1 << 30), bytes("00")));
        byte[] longKey = new TlsWriter()
                .writeOpaque(new byte[HpkePublicKey.MAX_LENGTH + 1])
                .toByteArray();
        hostile.expect("length/hpke-key", "decode:TOO_LARGE", () -> decode(HpkePublicKey::decode, longKey));
        hostile.expect("length/signature-key", "decode:TOO_LARGE", () -> decode(SignaturePublicKey::decode, longKey));
    }

    private static void lists(HostileInput hostile) {
        Decoder<List<Integer>> four = in -> in.readList(4, TlsReader::readUint8);
        hostile.expect("list/too-many", "decode:TOO_LARGE", () -> decode(four, bytes("050102030405")));
        byte[] million = new TlsWriter().writeOpaque(new byte[1 << 20]).toByteArray();
        hostile.expect("list/million", "decode:TOO_LARGE", () -> decode(four, million));
        Decoder<List<Integer>> empty = in -> in.readList(Integer.MAX_VALUE, item -> 0);
        hostile.expect("list/elements-without-bytes", "decode:INVALID_VALUE", () -> decode(empty, bytes("0100")));
        Decoder<List<Integer>> pairs = in -> in.readList(9, TlsReader::readUint16);
        hostile.expect("list/half-an-element", "decode:TRUNCATED", () -> decode(pairs, bytes("03000100")));
        Decoder<Optional<Integer>> optional = in -> in.readOptional(TlsReader::readUint8);
        for (String hex : new String[] {"02", "ff01"}) {
            hostile.expect("optional/presence/" + hex, "decode:INVALID_VALUE", () -> decode(optional, bytes(hex)));
        }
    }

    private static void nesting(HostileInput hostile) {
        int most = TlsReader.MAX_DEPTH;
        hostile.expect("nesting/" + most, "accepted", () -> decode(Nested::decode, nested(most)));
        for (int depth : new int[] {most + 1, most + 2, 1_000, 5_000}) {
            hostile.expect("nesting/" + depth, "decode:TOO_DEEP", () -> decode(Nested::decode, nested(depth)));
        }
    }

    private static byte[] nested(int depth) {
        byte[] encoded = new byte[0];
        for (int i = 0; i < depth; i++) {
            encoded = new TlsWriter().writeOpaque(encoded).toByteArray();
        }
        return encoded;
    }

    private static <T> String decode(Decoder<T> decoder, byte[] input) throws DecodeException {
        decoder.decodeAll(input);
        return "accepted";
    }

    private static byte[] bytes(String hex) {
        return ByteString.fromHex(hex).toByteArray();
    }
}
