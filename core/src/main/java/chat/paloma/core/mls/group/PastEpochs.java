package chat.paloma.core.mls.group;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.RatchetTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is left of epochs that are over, so that late application messages can still be read (RFC 9420 section 15.3): the
 * unused message keys, and who the members were. At most {@link MlsLimits#MAX_PAST_EPOCHS}; the oldest go first.
 *
 * <p>Members are kept as differences to the current tree, so that an epoch costs what changed since and not a tree.
 */
final class PastEpochs {
    private static final int MAX_SECRET = 64;

    private final TreeMap<Long, PastEpoch> epochs = new TreeMap<>();

    /** One of them. */
    record PastEpoch(
            GroupContext context,
            SecretBytes senderDataSecret,
            SecretTree messages,
            Map<LeafIndex, Optional<LeafNode>> changedSince) {

        /** The leaf that stood at {@code index} then. */
        Optional<LeafNode> leaf(LeafIndex index, RatchetTree current) {
            Optional<LeafNode> changed = changedSince.get(index);
            return changed == null ? current.leaf(index) : changed;
        }

        void erase() {
            senderDataSecret.erase();
            messages.erase();
        }
    }

    Optional<PastEpoch> find(long epoch) {
        return Optional.ofNullable(epochs.get(epoch));
    }

    List<Long> numbers() {
        return List.copyOf(epochs.keySet());
    }

    /**
     * Takes in an epoch that ends.
     *
     * @param senderDataSecret and {@code messages} belong to this from now on
     * @param changed the leaves that differ in the epoch that follows
     * @param keep how many past epochs to keep, this one counted
     */
    void add(EpochState ended, SecretBytes senderDataSecret, SecretTree messages, Set<LeafIndex> changed, int keep) {
        for (LeafIndex index : changed) {
            Optional<LeafNode> former = ended.tree().leaf(index);
            epochs.values().forEach(epoch -> epoch.changedSince().putIfAbsent(index, former));
        }
        Map<LeafIndex, Optional<LeafNode>> changedSince = new TreeMap<>();
        changed.forEach(index -> changedSince.put(index, ended.tree().leaf(index)));
        epochs.put(ended.context().epoch(), new PastEpoch(ended.context(), senderDataSecret, messages, changedSince));
        while (epochs.size() > keep) {
            epochs.pollFirstEntry().getValue().erase();
        }
    }

    /** Overwrites what is left of an epoch; nothing of it can be read any more. */
    void forget(long epoch) {
        PastEpoch forgotten = epochs.remove(epoch);
        if (forgotten != null) {
            forgotten.erase();
        }
    }

    void erase() {
        epochs.values().forEach(PastEpoch::erase);
        epochs.clear();
    }

    void encodeState(TlsWriter out) {
        out.writeVector(inner -> epochs.values().forEach(epoch -> {
            inner.write(epoch.context()).writeOpaque(epoch.senderDataSecret().dangerouslyExpose());
            epoch.messages().encodeState(inner);
            inner.writeVector(leaves -> epoch.changedSince()
                    .forEach((index, leaf) -> leaves.write(index).writeOptional(leaf)));
        }));
    }

    static PastEpochs decodeState(MlsCrypto crypto, TlsReader in) throws DecodeException {
        PastEpochs past = new PastEpochs();
        TlsReader window = in.readWindow();
        while (window.remaining() > 0) {
            GroupContext context = GroupContext.decode(window);
            SecretBytes senderDataSecret = SecretBytes.adopt(window.readOpaque(MAX_SECRET));
            SecretTree messages = SecretTree.decodeState(crypto, window);
            TreeMap<LeafIndex, Optional<LeafNode>> changed = new TreeMap<>();
            TlsReader leaves = window.readWindow();
            while (leaves.remaining() > 0) {
                LeafIndex index = LeafIndex.decode(leaves);
                Optional<LeafNode> leaf = leaves.readOptional(LeafNode::decode);
                requireOrder(changed.isEmpty() || changed.lastKey().compareTo(index) < 0);
                changed.put(index, leaf);
            }
            requireOrder(past.epochs.isEmpty() || past.epochs.lastKey() < context.epoch());
            requireOrder(past.epochs.size() < MlsLimits.MAX_PAST_EPOCHS);
            past.epochs.put(context.epoch(), new PastEpoch(context, senderDataSecret, messages, changed));
        }
        return past;
    }

    private static void requireOrder(boolean holds) throws DecodeException {
        if (!holds) {
            throw new DecodeException(Reason.INVALID_VALUE, "past epochs out of order, or too many");
        }
    }
}
