package chat.paloma.bench.subject;

import chat.paloma.bench.load.OpaqueEnvelope;
import chat.paloma.bench.load.Payload;
import chat.paloma.bench.load.Texts;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.GroupId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What peers carry: the bytes that ours carries, or those in Base64 where there are only texts; and the same texts. */
final class PeerPayloads {
    /** As long as a room's own. */
    private static final int GROUP_ID = 40;

    private static final OpaqueEnvelope ENVELOPES =
            new OpaqueEnvelope(new GroupId(ByteString.adopt(new byte[GROUP_ID])), 1);

    private PeerPayloads() {}

    static Payload binary(long number) {
        return ENVELOPES.numbered(number);
    }

    static Payload base64(long number) {
        return new Payload(Base64.getEncoder().encode(binary(number).bytes()));
    }

    static Payload text(long number) {
        return new Payload(Texts.numbered(number).getBytes(StandardCharsets.US_ASCII));
    }

    static String string(Payload payload) {
        return new String(payload.bytes(), StandardCharsets.US_ASCII);
    }
}
