package chat.paloma.core.mls.proposal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.Optional;

/** One change to a group (RFC 9420 section 12.1). */
public sealed interface Proposal extends TlsEncodable {
    ProposalType type();

    /** Whether a commit with this proposal must bring fresh keys (RFC 9420 section 12.4). */
    default boolean requiresPath() {
        return true;
    }

    /** Whether somebody outside the group may send it (RFC 9420 section 12.1.8). */
    default boolean allowedFromOutside() {
        return false;
    }

    /** Writes the body, without the type. */
    void encodeBody(TlsWriter out);

    @Override
    default void encode(TlsWriter out) {
        out.write(type());
        encodeBody(out);
    }

    /** Lets somebody in. */
    record Add(KeyPackage keyPackage) implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.ADD;
        }

        @Override
        public boolean requiresPath() {
            return false;
        }

        @Override
        public boolean allowedFromOutside() {
            return true;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(keyPackage);
        }
    }

    /** Replaces the sender's own leaf. */
    record Update(LeafNode leafNode) implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.UPDATE;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(leafNode);
        }
    }

    /**
     * Puts a member out.
     *
     * @param removed unsigned 32 bits: whether it is a leaf of any tree shows when it is committed
     */
    record Remove(long removed) implements Proposal {
        public Remove(LeafIndex removed) {
            this(removed.value());
        }

        /** The leaf that is meant, when a tree can have it. */
        public Optional<LeafIndex> target() {
            return removed < TreeMath.MAX_LEAVES ? Optional.of(new LeafIndex((int) removed)) : Optional.empty();
        }

        @Override
        public ProposalType type() {
            return ProposalType.REMOVE;
        }

        @Override
        public boolean allowedFromOutside() {
            return true;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.writeUint32(removed);
        }
    }

    /** Mixes a pre-shared key into the next epoch. */
    record PreSharedKey(PreSharedKeyId id) implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.PSK;
        }

        @Override
        public boolean requiresPath() {
            return false;
        }

        @Override
        public boolean allowedFromOutside() {
            return true;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(id);
        }
    }

    /** Ends this group in favour of a new one with other parameters. */
    record ReInit(GroupId groupId, ProtocolVersion version, CipherSuiteId suite, ExtensionList extensions)
            implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.REINIT;
        }

        @Override
        public boolean requiresPath() {
            return false;
        }

        @Override
        public boolean allowedFromOutside() {
            return true;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(groupId).write(version).write(suite).write(extensions);
        }
    }

    /** Brings the init secret of somebody who joins by an external commit. */
    record ExternalInit(ByteString kemOutput) implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.EXTERNAL_INIT;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(kemOutput);
        }
    }

    /** Replaces all extensions of the group context. */
    record GroupContextExtensions(ExtensionList extensions) implements Proposal {
        @Override
        public ProposalType type() {
            return ProposalType.GROUP_CONTEXT_EXTENSIONS;
        }

        @Override
        public boolean allowedFromOutside() {
            return true;
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(extensions);
        }
    }

    /**
     * A proposal of a type that RFC 9420 does not define. The body is one {@code opaque<V>}, so that whoever does not
     * know the type can still find its end; what it does is up to the application. It requires a path, as a proposal
     * does unless its type says otherwise.
     */
    record Custom(ProposalType type, ByteString body) implements Proposal {
        public Custom {
            if (type.isDefault()) {
                throw new IllegalArgumentException("a type of RFC 9420: " + type);
            }
            if (body.length() > MlsLimits.MAX_CUSTOM_PROPOSAL_LENGTH) {
                throw new IllegalArgumentException("a proposal of " + body.length() + " bytes");
            }
        }

        @Override
        public void encodeBody(TlsWriter out) {
            out.write(body);
        }
    }

    static Proposal decode(TlsReader in) throws DecodeException {
        ProposalType type = ProposalType.decode(in);
        return switch (type.value()) {
            case 0x0001 -> new Add(KeyPackage.decode(in));
            case 0x0002 -> new Update(LeafNode.decode(in));
            case 0x0003 -> new Remove(in.readUint32());
            case 0x0004 -> new PreSharedKey(PreSharedKeyId.decode(in));
            case 0x0005 ->
                new ReInit(
                        GroupId.decode(in),
                        ProtocolVersion.decode(in),
                        CipherSuiteId.decode(in),
                        ExtensionList.decode(in, MlsLimits.MAX_GROUP_EXTENSION_LENGTH));
            case 0x0006 -> new ExternalInit(ByteString.decode(in, HpkeCiphertext.MAX_KEM_OUTPUT));
            case 0x0007 -> new GroupContextExtensions(ExtensionList.decode(in, MlsLimits.MAX_GROUP_EXTENSION_LENGTH));
            default -> new Custom(type, ByteString.decode(in, MlsLimits.MAX_CUSTOM_PROPOSAL_LENGTH));
        };
    }
}
