package chat.paloma.core.engine.evidence;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import java.util.Optional;

/** The shared parts of evidence, by hash. What is not what its hash says is never found. */
public final class EvidenceParts {
    /** The longest part in bytes: a group context with many roles. */
    public static final int MAX_PART = 256 << 10;

    private static final int TABLE = 50;

    private final Device device;
    private final Table<EvidenceHash, ByteString> table;

    public EvidenceParts(Device device) {
        this.device = device;
        this.table = new Table<>(device.state(), TABLE, EvidenceHash::decode, in -> ByteString.decode(in, MAX_PART));
    }

    /** Keeps a part, once. */
    public EvidenceHash keep(ByteString part) {
        EvidenceHash hash = EvidenceHash.of(device.crypto(), part);
        if (!table.contains(hash)) {
            table.put(hash, part);
        }
        return hash;
    }

    public Optional<ByteString> find(EvidenceHash hash) {
        return table.get(hash);
    }
}
