package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.room.Attestation;
import chat.paloma.core.room.StoredOperation;
import chat.paloma.core.room.snapshot.SnapshotEvidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Evidence as it goes into a snapshot: with the shared parts that nothing in front of it in its part has brought. */
public final class EvidenceHandover implements SnapshotEvidence {
    private static final int MAX_PARTS = 3;

    /**
     * Evidence with shared parts.
     *
     * @param evidence encoded
     * @param parts at most three
     */
    private record Handed(ByteString evidence, List<ByteString> parts) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.write(evidence).writeList(parts);
        }

        static Handed decode(TlsReader in) throws DecodeException {
            return new Handed(
                    ByteString.decode(in, Attestation.MAX_EVIDENCE),
                    in.readList(MAX_PARTS, part -> ByteString.decode(part, Attestation.MAX_EVIDENCE)));
        }
    }

    private final Authorship authorship;
    private final KeptEvidence.Lookup kept;
    private final Set<EvidenceHash> handed = new HashSet<>();

    public EvidenceHandover(Authorship authorship) {
        this.authorship = authorship;
        this.kept = authorship.kept().lookUp();
    }

    /** Whether all evidence was at hand: see {@link KeptEvidence.Lookup#isComplete}. */
    public boolean isComplete() {
        return kept.isComplete();
    }

    @Override
    public void beginPart() {
        handed.clear();
    }

    @Override
    public Optional<ByteString> of(StoredOperation operation) {
        return kept.of(operation).flatMap(this::withParts);
    }

    private Optional<ByteString> withParts(ByteString evidence) {
        List<EvidenceHash> hashes;
        try {
            hashes = Evidence.parse(evidence).parts();
        } catch (DecodeException e) {
            return Optional.empty();
        }
        List<ByteString> parts = new ArrayList<>();
        for (EvidenceHash hash : hashes) {
            Optional<ByteString> part = authorship.parts().find(hash);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            if (!handed.contains(hash) && !parts.contains(part.get())) {
                parts.add(part.get());
            }
        }
        byte[] bytes = new Handed(evidence, parts).encoded();
        if (bytes.length > Attestation.MAX_EVIDENCE) {
            return Optional.empty();
        }
        handed.addAll(hashes);
        return Optional.of(ByteString.adopt(bytes));
    }

    /**
     * Reads evidence out of a snapshot, and keeps the parts that came with it. That it shows anything is still to be
     * checked.
     *
     * @return as it is kept with an operation; empty when it is malformed
     */
    public static Optional<ByteString> take(Authorship authorship, ByteString handed) {
        Decoder<Handed> decoder = Handed::decode;
        try {
            Handed read = decoder.decodeAll(handed.toByteArray());
            read.parts().forEach(part -> authorship.parts().keep(part));
            return Optional.of(read.evidence());
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
