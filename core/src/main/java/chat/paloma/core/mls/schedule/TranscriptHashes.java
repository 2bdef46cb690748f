package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.crypto.MlsCrypto;

/**
 * The running hashes over all commits of a group (RFC 9420 section 8.2): confirmed up to the last commit's signature,
 * interim up to its confirmation tag.
 */
public final class TranscriptHashes {
    private TranscriptHashes() {}

    /**
     * The confirmed hash after a commit.
     *
     * @param interim the interim hash before it
     * @param confirmedInput the commit's ConfirmedTranscriptHashInput, encoded
     */
    public static ByteString confirmed(MlsCrypto crypto, ByteString interim, byte[] confirmedInput) {
        byte[] input = new TlsWriter()
                .writeBytes(interim.toByteArray())
                .writeBytes(confirmedInput)
                .toByteArray();
        return crypto.hash(input);
    }

    /** The interim hash after a commit with this confirmation tag. */
    public static ByteString interim(MlsCrypto crypto, ByteString confirmed, ByteString confirmationTag) {
        byte[] input = new TlsWriter()
                .writeBytes(confirmed.toByteArray())
                .write(confirmationTag)
                .toByteArray();
        return crypto.hash(input);
    }
}
