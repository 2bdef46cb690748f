package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The codec: seeded values written and read back, and what is said to damaged ones and to garbage. */
final class CodecTranscript {
    private static final int ROUNDS = 60;
    private static final int MAX_LENGTH = 20_000;

    private CodecTranscript() {}

    static void write(Transcript transcript, CryptoProvider crypto) {
        SeededRandom random = new SeededRandom(crypto, "codec");
        for (int round = 0; round < ROUNDS; round++) {
            byte[] encoded = encode(random, round);
            transcript.record("codec/encode/" + round, encoded);
            transcript.record("codec/decode/" + round, () -> decode(encoded));
            byte[] damaged = encoded.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            transcript.record("codec/damaged/" + round, () -> decode(damaged));
            byte[] garbage = random.nextBytes(1 + random.nextInt(80));
            transcript.record("codec/garbage/" + round, () -> decode(garbage));
        }
    }

    private static byte[] encode(SeededRandom random, int round) {
        List<ByteString> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            items.add(ByteString.adopt(random.nextBytes(random.nextInt(100))));
        }
        Optional<ByteString> optional =
                random.nextInt(2) == 0 ? Optional.empty() : Optional.of(ByteString.adopt(random.nextBytes(9)));
        return new TlsWriter()
                .writeUint8(random.nextInt(1 << 8))
                .writeUint16(random.nextInt(1 << 16))
                .writeUint24(random.nextInt(1 << 24))
                .writeUint32(random.nextInt(Integer.MAX_VALUE) * 2L)
                .writeUint64(~(long) random.nextInt(Integer.MAX_VALUE) << 13)
                .writeOpaque(random.nextBytes(round * round * 5))
                .writeOpaque8(random.nextBytes(random.nextInt(256)))
                .writeOpaque16(random.nextBytes(random.nextInt(300)))
                .writeOpaque24(random.nextBytes(random.nextInt(300)))
                .writeList(items)
                .writeOptional(optional)
                .toByteArray();
    }

    /** Reads it all and writes it again: what comes out is the word. */
    private static String decode(byte[] encoded) throws DecodeException {
        TlsReader in = new TlsReader(encoded);
        byte[] again = new TlsWriter()
                .writeUint8(in.readUint8())
                .writeUint16(in.readUint16())
                .writeUint24(in.readUint24())
                .writeUint32(in.readUint32())
                .writeUint64(in.readUint64())
                .writeOpaque(in.readOpaque(MAX_LENGTH))
                .writeOpaque8(in.readOpaque8(MAX_LENGTH))
                .writeOpaque16(in.readOpaque16(MAX_LENGTH))
                .writeOpaque24(in.readOpaque24(MAX_LENGTH))
                .writeList(in.readList(5, item -> ByteString.decode(item, 100)))
                .writeOptional(in.readOptional(item -> ByteString.decode(item, 100)))
                .toByteArray();
        in.expectEnd();
        return ByteString.adopt(again).toHex();
    }
}
