package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.tree.ExtensionList;

/**
 * What all members of an epoch agree on (RFC 9420 section 8.1). The version is always mls10.
 *
 * @param epoch unsigned 64 bits
 */
public record GroupContext(
        CipherSuite suite,
        GroupId groupId,
        long epoch,
        ByteString treeHash,
        ByteString confirmedTranscriptHash,
        ExtensionList extensions)
        implements TlsEncodable {
    private static final int MAX_HASH = 64;

    /** The context of the next epoch, with the old transcript hash: what path secrets are encrypted under. */
    public GroupContext provisional(ByteString newTreeHash, ExtensionList newExtensions) {
        return new GroupContext(suite, groupId, epoch + 1, newTreeHash, confirmedTranscriptHash, newExtensions);
    }

    public GroupContext withConfirmedTranscriptHash(ByteString hash) {
        return new GroupContext(suite, groupId, epoch, treeHash, hash, extensions);
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(ProtocolVersion.MLS_1_0)
                .writeUint16(suite.id())
                .write(groupId)
                .writeUint64(epoch)
                .write(treeHash)
                .write(confirmedTranscriptHash)
                .write(extensions);
    }

    public static GroupContext decode(TlsReader in) throws DecodeException {
        if (!ProtocolVersion.decode(in).equals(ProtocolVersion.MLS_1_0)) {
            throw new DecodeException(Reason.INVALID_VALUE, "not MLS 1.0");
        }
        int suite = in.readUint16();
        return new GroupContext(
                CipherSuite.byId(suite)
                        .orElseThrow(() -> new DecodeException(Reason.INVALID_VALUE, "unknown cipher suite " + suite)),
                GroupId.decode(in),
                in.readUint64(),
                ByteString.decode(in, MAX_HASH),
                ByteString.decode(in, MAX_HASH),
                ExtensionList.decode(in, MlsLimits.MAX_GROUP_EXTENSION_LENGTH));
    }
}
