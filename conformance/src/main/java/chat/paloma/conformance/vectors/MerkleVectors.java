package chat.paloma.conformance.vectors;

import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** Proofs in an RFC 6962 tree. Paloma has no transparency log yet, so every case is skipped and says so. */
final class MerkleVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("proof", "desc", "wantErr");

    @Override
    public String name() {
        return "merkle proof";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.hasFields(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        run.skip("Paloma has no transparency log yet");
    }
}
