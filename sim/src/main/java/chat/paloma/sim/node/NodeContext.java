package chat.paloma.sim.node;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.identity.DeviceKey;
import chat.paloma.core.identity.DeviceKeyAlgorithm;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.wire.FailureCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** What the parts of a node share: its state, the time, its keys, and what was appended in the request at hand. */
final class NodeContext {
    private static final int CHAIN_BREAKS_AT = 8;

    final CryptoProvider crypto;
    final CipherSuite suite;
    final SignatureKeyPair externalSender;
    final RandomSource random;
    private final LongSupplier clock;
    private final List<Committed> appended = new ArrayList<>();
    private final List<DeviceAddress> cutOff = new ArrayList<>();
    private final Set<Flaw> flaws = EnumSet.noneOf(Flaw.class);
    private NodeState state;

    NodeContext(
            CryptoProvider crypto,
            CipherSuite suite,
            SignatureKeyPair externalSender,
            RandomSource random,
            LongSupplier clock,
            NodeState state) {
        this.crypto = crypto;
        this.suite = suite;
        this.externalSender = externalSender;
        this.random = random;
        this.clock = clock;
        this.state = state;
    }

    NodeState state() {
        return state;
    }

    boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    void breakBy(Flaw flaw) {
        flaws.add(flaw);
    }

    void restore(NodeState backup) {
        state = backup;
    }

    long now() {
        return clock.getAsLong();
    }

    Committed append(LaneId lane, RecordKind kind, RoomEpoch epoch, Envelope envelope) {
        return append(lane, kind, epoch, envelope, plain -> plain);
    }

    /** As {@link #append(LaneId, RecordKind, RoomEpoch, Envelope)}, with what else is known of it. */
    Committed append(LaneId lane, RecordKind kind, RoomEpoch epoch, Envelope envelope, UnaryOperator<Committed> known) {
        SimLane to = state.require(lane);
        if (has(Flaw.BREAKS_THE_CHAIN)
                && lane instanceof LaneId.Room
                && to.end().sequence() == CHAIN_BREAKS_AT) {
            to.breakChain();
        }
        Committed committed = known.apply(to.append(kind, epoch, envelope, now()));
        appended.add(committed);
        return committed;
    }

    /** Appends to a device's inbox, which is made when the device has none yet. */
    Committed putInbox(DeviceAddress device, RecordKind kind, TlsEncodable content) {
        LaneId lane = new LaneId.Inbox(device);
        if (state.find(lane).isEmpty()) {
            state.create(lane, RoomEpoch.NONE);
        }
        return append(lane, kind, RoomEpoch.NONE, Envelope.of(content));
    }

    /** Takes what was appended since the last time. */
    List<Committed> takeAppended() {
        List<Committed> taken = List.copyOf(appended);
        appended.clear();
        return taken;
    }

    void cutOff(DeviceAddress device) {
        cutOff.add(device);
    }

    /** Takes the devices whose connections end. */
    List<DeviceAddress> takeCutOff() {
        List<DeviceAddress> taken = List.copyOf(cutOff);
        cutOff.clear();
        return taken;
    }

    /** Checks a leaf that somebody brings into a group. */
    void requireCertified(DeviceCredential credential, LeafNode leaf) {
        DeviceKeyAlgorithm algorithm = DeviceKeyAlgorithm.of(suite.signature()).orElseThrow();
        NodeState.AccountRow row = state.account(credential.device().account())
                .orElseThrow(() -> new Refused(FailureCode.DEVICE_NOT_CERTIFIED, "no such account"));
        try {
            row.record().checkNewLeaf(crypto, credential, new DeviceKey(algorithm, leaf.signatureKey()));
        } catch (IdentityException e) {
            throw new Refused(FailureCode.DEVICE_NOT_CERTIFIED, e.reason().name());
        }
    }
}
