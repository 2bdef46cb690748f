package chat.paloma.conformance.vectors;

import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** IETF key transparency. Paloma has no key transparency yet, so every case is skipped and says so. */
final class KeyTransparencyVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("primitive", "draft", "cases");

    @Override
    public String name() {
        return "key transparency";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.hasFields(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        for (int i = 0; i < document.asObject().get("cases").asArray().size(); i++) {
            run.skip("Paloma has no key transparency yet");
        }
    }
}
