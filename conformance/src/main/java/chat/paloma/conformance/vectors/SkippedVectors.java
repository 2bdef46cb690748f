package chat.paloma.conformance.vectors;

import com.eclipsesource.json.JsonValue;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors of something that Paloma does not have: every case is skipped and says so.
 *
 * @param fields that tell the format
 * @param cases the field that lists the cases; without it, a document is one case
 * @param missing what Paloma does not have
 */
record SkippedVectors(String name, Set<String> fields, Optional<String> cases, String missing) implements VectorKind {
    /** Proofs in an RFC 6962 tree. */
    static final SkippedVectors MERKLE = new SkippedVectors(
            "merkle proof", Set.of("proof", "desc", "wantErr"), Optional.empty(), "transparency log");

    /** IETF key transparency. */
    static final SkippedVectors KEY_TRANSPARENCY = new SkippedVectors(
            "key transparency", Set.of("primitive", "draft", "cases"), Optional.of("cases"), "key transparency");

    @Override
    public boolean recognises(JsonValue document) {
        return Json.hasFields(document, fields);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        int count = cases.map(field -> document.asObject().get(field).asArray().size())
                .orElse(1);
        for (int i = 0; i < count; i++) {
            run.skip("Paloma has no " + missing + " yet");
        }
    }
}
