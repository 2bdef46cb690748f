package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How several pre-shared keys become one secret. */
public final class PreSharedKeyVectors extends SuiteVectors {
    public PreSharedKeyVectors() {
        super("mls pre-shared keys", Set.of("cipher_suite", "psks", "psk_secret"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) {
        List<PreSharedKey> keys = new ArrayList<>();
        for (JsonValue value : Json.field(entry, "psks").asArray()) {
            JsonObject key = value.asObject();
            PreSharedKeyId id = new PreSharedKeyId.External(Json.hex(key, "psk_id"), Json.hex(key, "psk_nonce"));
            keys.add(new PreSharedKey(id, Json.secret(key, "psk")));
        }
        expectEqual(
                Json.hex(entry, "psk_secret"),
                PreSharedKey.combine(crypto, keys).dangerouslyPublish(),
                "psk_secret");
    }
}
