package chat.paloma.core.lane;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.lane.LaneException.Reason;
import java.util.List;

/**
 * Somebody's verified knowledge of a lane: everything up to a position was checked, and nothing gets in between.
 * Immutable.
 *
 * @param lastTime the accept time of the last record, which no later one goes below
 */
public record LaneChain(LaneId lane, Position position, long lastTime) {

    /** Begins with the start of an incarnation that is trusted, such as the first. */
    public static LaneChain from(CryptoProvider crypto, LaneStart start) {
        return new LaneChain(start.lane(), start.position(crypto), 0);
    }

    /**
     * Takes in the next record.
     *
     * @throws LaneException when it does not continue the chain
     */
    public LaneChain follow(CryptoProvider crypto, LaneRecord record) throws LaneException {
        RecordHeader header = record.header();
        if (header.sequence() != position.sequence() + 1) {
            throw new LaneException(
                    Reason.SEQUENCE_NOT_NEXT, "record " + header.sequence() + " behind " + position.sequence());
        }
        if (header.acceptTime() < lastTime) {
            throw new LaneException(
                    Reason.TIME_GOES_BACK, "record " + header.sequence() + " at " + header.acceptTime());
        }
        if (record.envelope().isPresent()
                && !record.envelope().get().hash(crypto).equals(header.envelopeHash())) {
            throw new LaneException(
                    Reason.ENVELOPE_CHANGED, "record " + header.sequence() + " has another envelope's hash");
        }
        Position next = new Position(
                position.incarnation(), header.sequence(), position.head().after(crypto, header));
        return new LaneChain(lane, next, header.acceptTime());
    }

    /**
     * Takes in records and compares the head with the one that the node names.
     *
     * @throws LaneException when one does not continue the chain, or the heads differ
     */
    public LaneChain follow(CryptoProvider crypto, List<LaneRecord> records, LaneHead named) throws LaneException {
        LaneChain chain = this;
        for (LaneRecord record : records) {
            chain = chain.follow(crypto, record);
        }
        if (!chain.position.head().equals(named)) {
            throw new LaneException(Reason.HEAD_DIFFERS, "at " + chain.position.sequence());
        }
        return chain;
    }

    /**
     * Goes over to the next incarnation.
     *
     * @throws LaneException unless it begins exactly where this chain is
     */
    public LaneChain begin(CryptoProvider crypto, LaneStart start) throws LaneException {
        if (!start.lane().equals(lane)
                || start.incarnation() != position.incarnation() + 1
                || start.sequence() != position.sequence()
                || !start.head().equals(position.head())) {
            throw new LaneException(
                    Reason.START_DIFFERS, "incarnation " + start.incarnation() + " begins at " + start.sequence());
        }
        return new LaneChain(lane, start.position(crypto), lastTime);
    }
}
