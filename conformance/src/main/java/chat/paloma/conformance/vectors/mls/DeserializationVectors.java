package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** The lengths of variable-size vectors. */
public final class DeserializationVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("vlbytes_header", "length");

    @Override
    public String name() {
        return "mls deserialization";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        for (JsonValue entry : document.asArray()) {
            run.check("header " + entry, () -> check(entry.asObject()));
        }
    }

    private static void check(JsonObject entry) throws Exception {
        ByteString header = Json.hex(entry, "vlbytes_header");
        int length = Json.integer(entry, "length");
        TlsReader in = new TlsReader(header.toByteArray());
        expectEqual(length, in.readVarint(), "length");
        in.expectEnd();
        expectEqual(header, new TlsWriter().writeVarint(length).toByteString(), "header");
    }
}
