package chat.paloma.core.mls.treekem;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.List;

/**
 * A parent node's new key, with its path secret encrypted to everybody on the other side (RFC 9420 section 7.6).
 *
 * @param encryptedPathSecrets in the order of the resolution of the copath's node
 */
public record UpdatePathNode(HpkePublicKey encryptionKey, List<HpkeCiphertext> encryptedPathSecrets)
        implements TlsEncodable {
    public UpdatePathNode {
        encryptedPathSecrets = List.copyOf(encryptedPathSecrets);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(encryptionKey).writeList(encryptedPathSecrets);
    }

    public static UpdatePathNode decode(TlsReader in) throws DecodeException {
        return new UpdatePathNode(HpkePublicKey.decode(in), in.readList(TreeMath.MAX_LEAVES, HpkeCiphertext::decode));
    }
}
