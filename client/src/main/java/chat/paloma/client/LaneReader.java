package chat.paloma.client;

import chat.paloma.client.transport.NodeException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneException;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.LaneStart;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.LaneRequests.ReadStarts;
import chat.paloma.core.wire.WireLimits;
import java.util.List;

/** Reads lanes forward, record by record, and believes none before the chain says that it is the next. */
final class LaneReader {
    private static final int RECORDS = 256;

    /** Who takes records in, each with the chain behind it. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes in a record. Whether it is stored with its chain decides whether it comes again.
         *
         * @return whether to read on
         */
        boolean accept(LaneRecord record, LaneChain after) throws NodeException, InterruptedException;
    }

    private final CryptoProvider crypto;
    private final Session session;

    LaneReader(CryptoProvider crypto, Session session) {
        this.crypto = crypto;
        this.session = session;
    }

    /**
     * Reads from where a chain is to the lane's end.
     *
     * @throws ClientException when the node shows anything that does not continue the chain
     */
    LaneChain readToEnd(LaneChain from, Sink sink) throws NodeException, InterruptedException {
        LaneChain chain = from;
        while (true) {
            Range range = read(chain, RECORDS);
            if (range.end().incarnation() != chain.position().incarnation()) {
                LaneStart start = nextStart(chain);
                if (start.sequence() <= chain.position().sequence()) {
                    chain = begin(chain, start);
                    continue;
                }
                range = read(chain, (int)
                        Math.min(RECORDS, start.sequence() - chain.position().sequence()));
            }
            if (range.records().isEmpty()) {
                return chain;
            }
            LaneChain read = take(chain, range, sink);
            if (read.equals(chain)) {
                return chain;
            }
            chain = read;
        }
    }

    private Range read(LaneChain chain, int records) throws NodeException, InterruptedException {
        return session.ask(
                new ReadRange(chain.lane(), chain.position().sequence(), records, WireLimits.MAX_RANGE_BYTES));
    }

    private LaneChain take(LaneChain from, Range range, Sink sink) throws NodeException, InterruptedException {
        try {
            from.follow(crypto, range.records(), range.after().head());
            LaneChain chain = from;
            for (LaneRecord record : range.records()) {
                chain = chain.follow(crypto, record);
                if (!sink.accept(record, chain)) {
                    return from;
                }
            }
            return chain;
        } catch (LaneException e) {
            throw deceived(e);
        }
    }

    /** Takes in one record that came as an event, whose head the node named. */
    LaneChain follow(LaneChain chain, LaneRecord record, LaneHead head) {
        try {
            return chain.follow(crypto, List.of(record), head);
        } catch (LaneException e) {
            throw deceived(e);
        }
    }

    private LaneStart nextStart(LaneChain chain) throws NodeException, InterruptedException {
        int next = chain.position().incarnation() + 1;
        return session.ask(new ReadStarts(chain.lane())).starts().stream()
                .filter(each -> each.incarnation() == next)
                .findFirst()
                .orElseThrow(() -> new ClientException("the server does not say how the lane went on"));
    }

    private LaneChain begin(LaneChain chain, LaneStart start) {
        try {
            return chain.begin(crypto, start);
        } catch (LaneException e) {
            throw new ClientException(
                    "the server was put back to an older state and no longer has what this device has seen: "
                            + e.getMessage(),
                    e);
        }
    }

    private static ClientException deceived(LaneException e) {
        return new ClientException(
                "the server shows another history than before: " + e.getMessage() + "; nothing of it was taken in", e);
    }
}
