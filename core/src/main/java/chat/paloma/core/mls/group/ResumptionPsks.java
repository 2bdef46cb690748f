package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsLimits;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resumption PSKs of the newest epochs of a group, the current one included (RFC 9420 section 8.6): at most
 * {@link MlsLimits#MAX_RESUMPTION_PSKS}, the oldest are overwritten first.
 */
final class ResumptionPsks {
    private static final int MAX_SECRET = 64;

    private final TreeMap<Long, SecretBytes> psks = new TreeMap<>();

    /** Keeps a copy of an epoch's PSK, and {@code keep} epochs in all. */
    void add(long epoch, SecretBytes psk, int keep) {
        psks.put(epoch, psk.copy());
        while (psks.size() > keep) {
            psks.pollFirstEntry().getValue().erase();
        }
    }

    /** A copy of the PSK of an epoch. */
    Optional<SecretBytes> find(long epoch) {
        return Optional.ofNullable(psks.get(epoch)).map(SecretBytes::copy);
    }

    void erase() {
        psks.values().forEach(SecretBytes::erase);
        psks.clear();
    }

    void encodeState(TlsWriter out) {
        out.writeVector(
                inner -> psks.forEach((epoch, psk) -> inner.writeUint64(epoch).writeOpaque(psk.dangerouslyExpose())));
    }

    static ResumptionPsks decodeState(TlsReader in) throws DecodeException {
        ResumptionPsks read = new ResumptionPsks();
        TlsReader window = in.readWindow();
        while (window.remaining() > 0) {
            long epoch = window.readUint64();
            if (read.psks.size() == MlsLimits.MAX_RESUMPTION_PSKS
                    || (!read.psks.isEmpty() && read.psks.lastKey() >= epoch)) {
                throw new DecodeException(Reason.INVALID_VALUE, "resumption PSKs out of order, or too many");
            }
            read.psks.put(epoch, SecretBytes.adopt(window.readOpaque(MAX_SECRET)));
        }
        return read;
    }
}
