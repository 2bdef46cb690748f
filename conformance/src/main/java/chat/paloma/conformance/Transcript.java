package chat.paloma.conformance;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.SecretBytes;

/**
 * What a long list of seeded operations over every primitive and every suite gave: one line each, {@code name length
 * sha256}. Two runtimes agree when their transcripts are equal byte for byte.
 */
public final class Transcript {
    private final CryptoProvider crypto;
    private final StringBuilder lines = new StringBuilder();

    private Transcript(CryptoProvider crypto) {
        this.crypto = crypto;
    }

    /** Runs everything with this provider. The result is the same on every runtime and with every provider. */
    public static String of(CryptoProvider crypto) {
        Transcript transcript = new Transcript(crypto);
        try {
            CodecTranscript.write(transcript, crypto);
            SymmetricTranscript.write(transcript, crypto);
            KeyAgreementTranscript.write(transcript, crypto);
            SignatureTranscript.write(transcript, crypto);
            HpkeTranscript.write(transcript, crypto);
        } catch (CryptoException e) {
            throw new IllegalStateException("an honest operation was refused after:\n" + transcript.lines, e);
        }
        return transcript.lines.toString();
    }

    void record(String name, byte[] value) {
        lines.append(name)
                .append(' ')
                .append(value.length)
                .append(' ')
                .append(ByteString.adopt(crypto.hash(HashAlgorithm.SHA_256, value))
                        .toHex())
                .append('\n');
    }

    void record(String name, ByteString value) {
        record(name, value.toByteArray());
    }

    /** Records a secret, which is none here: it came from a seed that everybody knows. */
    void record(String name, SecretBytes value) {
        record(name, value.dangerouslyExpose());
    }

    void record(String name, boolean value) {
        record(name, new byte[] {(byte) (value ? 1 : 0)});
    }

    /**
     * Records what came out of an attempt, or the reason of its refusal.
     *
     * @throws IllegalStateException when it ended in a fault, which must not hide behind a hash
     */
    void record(String name, Attempt attempt) {
        String outcome = Attempt.outcome(attempt);
        if (outcome.startsWith(Attempt.FAULT)) {
            throw new IllegalStateException(name + ": " + outcome);
        }
        record(name, ByteString.utf8(outcome));
    }
}
