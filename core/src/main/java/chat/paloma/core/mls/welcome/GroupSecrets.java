package chat.paloma.core.mls.welcome;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a Welcome tells one new member in secret (RFC 9420 section 12.4.3.1).
 *
 * @param pathSecret of the lowest node that the new member and the committer share, when the commit has a path
 */
public record GroupSecrets(SecretBytes joinerSecret, Optional<SecretBytes> pathSecret, List<PreSharedKeyId> psks) {
    public GroupSecrets {
        psks = List.copyOf(psks);
    }

    /** The encoding, a secret itself. */
    SecretBytes toSecret() {
        TlsWriter out = new TlsWriter().writeOpaque(joinerSecret.dangerouslyExpose());
        out.writeUint8(pathSecret.isPresent() ? 1 : 0);
        pathSecret.ifPresent(secret -> out.writeOpaque(secret.dangerouslyExpose()));
        SecretBytes encoded = SecretBytes.adopt(out.writeList(psks).toByteArray());
        out.erase();
        return encoded;
    }

    /** Reads and erases the encoding. */
    static GroupSecrets parse(SecretBytes encoded) throws MlsException {
        Decoder<GroupSecrets> decoder = GroupSecrets::decode;
        byte[] bytes = encoded.dangerouslyExpose();
        try {
            return decoder.decodeAll(bytes);
        } catch (DecodeException e) {
            throw MlsException.malformed(e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The encoding for the published vectors; a Welcome carries it encrypted. */
    public SecretBytes dangerouslyEncode() {
        return toSecret();
    }

    public static GroupSecrets decode(TlsReader in) throws DecodeException {
        return new GroupSecrets(
                SecretBytes.adopt(in.readOpaque(MlsLimits.MAX_HASH_LENGTH)),
                in.readOptional(path -> SecretBytes.adopt(path.readOpaque(MlsLimits.MAX_HASH_LENGTH))),
                in.readList(MlsLimits.MAX_PSKS, PreSharedKeyId::decode));
    }

    /** Overwrites both secrets. */
    public void erase() {
        joinerSecret.erase();
        pathSecret.ifPresent(SecretBytes::erase);
    }
}
