package chat.paloma.core.mls.group;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.ProposalRef;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.ResumptionUsage;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a member's state is stored, without the ratchet tree: that is public, large and changes with the epoch only, so it
 * is stored apart. Encoding what was decoded gives the same bytes.
 *
 * <p>The first two bytes are the version of this format, {@value #VERSION}. A change of the format takes the next number
 * and goes on reading the old ones.
 */
final class GroupStateCodec {
    private static final int VERSION = 1;

    private GroupStateCodec() {}

    static SecretBytes encode(GroupState state) {
        TlsWriter out = new TlsWriter();
        out.writeUint16(VERSION).write(state.epoch.context()).write(state.epoch.confirmationTag());
        state.secrets.encodeState(out);
        state.proposals.encodeState(out);
        out.writeVector(inner -> state.ownUpdates.forEach((reference, update) -> {
            inner.write(reference);
            update.encodeState(inner);
        }));
        state.past.encodeState(out);
        state.resumptionPsks.encodeState(out);
        out.write(state.activity).writeOptional(state.successor);
        out.writeUint8(state.linking.map(ResumptionUsage::id).orElse(0));
        PendingCommitState pending = state.pending;
        out.writeUint8(pending == null ? 0 : 1);
        if (pending != null) {
            out.write(pending.output()).write(pending.content());
            pending.next().encodeState(out);
            out.writeUint64(pending.madeAt());
        }
        SecretBytes encoded = SecretBytes.adopt(out.toByteArray());
        out.erase();
        return encoded;
    }

    static GroupState decode(CryptoProvider provider, GroupSettings settings, byte[] stored, TreeSource trees)
            throws DecodeException {
        TlsReader in = new TlsReader(stored);
        int version = in.readUint16();
        if (version != VERSION) {
            throw new DecodeException(Reason.INVALID_VALUE, "stored in format " + version);
        }
        GroupContext context = GroupContext.decode(in);
        MlsCrypto crypto = new MlsCrypto(context.suite(), provider);
        ByteString confirmationTag = ByteString.decode(in, MlsLimits.MAX_HASH_LENGTH);
        RatchetTree tree = trees.read(crypto);
        MemberSecrets secrets = MemberSecrets.decodeState(crypto, in);
        require(tree.treeHash().equals(context.treeHash()), "the tree is of another epoch");
        require(secrets.treeKeys().fit(tree), "the private keys do not belong to the tree");
        EpochState epoch = new EpochState(crypto, context, tree, confirmationTag);
        ProposalCache proposals = ProposalCache.decodeState(crypto, in);
        TlsReader updates = in.readWindow();
        Map<ProposalRef, OwnUpdate> ownUpdates = new TreeMap<>();
        while (updates.remaining() > 0) {
            ProposalRef reference = ProposalRef.decode(updates);
            require(
                    proposals.contains(reference) && ownUpdates.put(reference, OwnUpdate.decodeState(updates)) == null,
                    "an update that was not proposed");
        }
        PastEpochs past = PastEpochs.decodeState(crypto, in);
        ResumptionPsks resumptionPsks = ResumptionPsks.decodeState(in);
        GroupState state = new GroupState(crypto, settings, epoch, secrets, PathActivity.decode(in));
        state.proposals = proposals;
        state.ownUpdates.putAll(ownUpdates);
        state.past = past;
        state.resumptionPsks = resumptionPsks;
        state.successor = in.readOptional(GroupStateCodec::decodeReInit);
        state.linking = decodeLinking(in.readUint8());
        state.pending =
                in.readOptional(pending -> decodePending(crypto, pending)).orElse(null);
        in.expectEnd();
        return state;
    }

    /** Reads the tree, once the state has told its suite. */
    @FunctionalInterface
    interface TreeSource {
        RatchetTree read(MlsCrypto crypto) throws DecodeException;
    }

    static Proposal.ReInit decodeReInit(TlsReader in) throws DecodeException {
        if (Proposal.decode(in) instanceof Proposal.ReInit reInit) {
            return reInit;
        }
        throw new DecodeException(Reason.INVALID_VALUE, "not a ReInit");
    }

    private static Optional<ResumptionUsage> decodeLinking(int id) throws DecodeException {
        if (id == 0) {
            return Optional.empty();
        }
        for (ResumptionUsage usage : ResumptionUsage.values()) {
            if (usage.id() == id) {
                return Optional.of(usage);
            }
        }
        throw new DecodeException(Reason.INVALID_VALUE, "no such link");
    }

    private static PendingCommitState decodePending(MlsCrypto crypto, TlsReader in) throws DecodeException {
        return new PendingCommitState(
                PendingCommit.decode(in),
                AuthenticatedContent.decode(in),
                MemberSecrets.decodeState(crypto, in),
                in.readUint64(),
                Optional.empty());
    }

    private static void require(boolean holds, String detail) throws DecodeException {
        if (!holds) {
            throw new DecodeException(Reason.INVALID_VALUE, detail);
        }
    }
}
