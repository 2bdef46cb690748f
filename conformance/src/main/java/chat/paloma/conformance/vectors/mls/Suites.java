package chat.paloma.conformance.vectors.mls;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.crypto.MlsCrypto;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Optional;

/** Runs the cases of a document, each with the suite that it names. */
final class Suites {
    private Suites() {}

    /** One case with its suite. */
    interface SuiteCase {
        void run(JsonObject entry, MlsCrypto crypto) throws Exception;
    }

    static void forEachCase(JsonValue document, VectorRun run, SuiteCase body) {
        int number = 0;
        for (JsonValue value : document.asArray()) {
            JsonObject entry = value.asObject();
            int id = Json.integer(entry, "cipher_suite");
            Optional<CipherSuite> suite = CipherSuite.byId(id);
            if (suite.isEmpty()) {
                run.skip("no cipher suite " + id);
            } else {
                MlsCrypto crypto = new MlsCrypto(suite.get(), run.crypto());
                run.check("case " + number + ", suite " + id, () -> body.run(entry, crypto));
            }
            number++;
        }
    }
}
