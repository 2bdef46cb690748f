package chat.paloma.node.blob;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.ConstantTime;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.wire.BlobId;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.node.store.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;

/**
 * Tokens that let their holder move one blob one way for {@link #VALID}. The node keeps none: it knows them by its
 * HMAC-SHA-256 over what they say.
 */
final class Capabilities {
    static final Duration VALID = Duration.ofMinutes(10);

    private static final int TAG_LENGTH = 32;
    private static final Decoder<Content> DECODE = Content::decode;

    private final CryptoProvider crypto;
    private final SecretBytes secret;
    private final InstantSource clock;

    Capabilities(CryptoProvider crypto, SecretBytes secret, InstantSource clock) {
        this.crypto = crypto;
        this.secret = secret;
        this.clock = clock;
    }

    /** Which way the bytes go. */
    enum Direction {
        UPLOAD(1),
        DOWNLOAD(2);

        private final int number;

        Direction(int number) {
            this.number = number;
        }

        static Direction decode(TlsReader in) throws DecodeException {
            return switch (in.readUint8()) {
                case 1 -> UPLOAD;
                case 2 -> DOWNLOAD;
                default -> throw new DecodeException(DecodeException.Reason.INVALID_VALUE, "no direction");
            };
        }
    }

    /**
     * What a token says.
     *
     * @param expires in milliseconds since 1970
     */
    record Content(long expires, Direction direction, UploadId upload) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeUint64(expires)
                    .writeUint8(direction.number)
                    .write(upload.blob())
                    .write(upload.room())
                    .write(upload.account());
        }

        static Content decode(TlsReader in) throws DecodeException {
            long expires = in.readUint64();
            Direction direction = Direction.decode(in);
            BlobId blob = BlobId.decode(in);
            RoomId room = RoomId.decode(in);
            return new Content(expires, direction, new UploadId(AccountId.decode(in), room, blob));
        }
    }

    /** A fresh one. */
    Content grant(Direction direction, UploadId upload) {
        return new Content(clock.millis() + VALID.toMillis(), direction, upload);
    }

    String token(Content content) {
        byte[] bytes = content.encoded();
        byte[] tag = tag(bytes);
        byte[] out = Arrays.copyOf(bytes, bytes.length + TAG_LENGTH);
        System.arraycopy(tag, 0, out, bytes.length, TAG_LENGTH);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out);
    }

    /**
     * What a token says, once it is known to be ours and of today.
     *
     * @throws Refusal {@code CAPABILITY_INVALID}
     */
    Content check(String token, Direction direction, BlobId blob) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        if (bytes.length <= TAG_LENGTH) {
            throw invalid();
        }
        byte[] content = Arrays.copyOf(bytes, bytes.length - TAG_LENGTH);
        byte[] tag = Arrays.copyOfRange(bytes, content.length, bytes.length);
        if (!ConstantTime.equal(tag(content), tag)) {
            throw invalid();
        }
        try {
            Content decoded = DECODE.decodeAll(content);
            if (decoded.expires() <= clock.millis()
                    || decoded.direction() != direction
                    || !decoded.upload().blob().equals(blob)) {
                throw invalid();
            }
            return decoded;
        } catch (DecodeException e) {
            throw invalid();
        }
    }

    private byte[] tag(byte[] content) {
        byte[] labelled = new TlsWriter()
                .write(ByteString.utf8("blob capability"))
                .writeBytes(content)
                .toByteString()
                .toByteArray();
        return crypto.hmac(HashAlgorithm.SHA_256, secret, labelled);
    }

    private static Refusal invalid() {
        return new Refusal(FailureCode.CAPABILITY_INVALID);
    }
}
