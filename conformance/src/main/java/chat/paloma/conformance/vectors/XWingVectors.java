package chat.paloma.conformance.vectors;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.crypto.hpke.Kems;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** The vectors of draft-connolly-cfrg-xwing-kem. */
final class XWingVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("seed", "eseed", "ss", "sk", "pk", "ct");

    @Override
    public String name() {
        return "x-wing";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        for (JsonValue entry : document.asArray()) {
            run.check("seed " + entry.asObject().getString("seed", ""), () -> check(entry.asObject(), run.crypto()));
        }
    }

    private static void check(JsonObject entry, CryptoProvider crypto) throws Exception {
        HpkePrivateKey privateKey = new HpkePrivateKey(Json.secret(entry, "sk"));
        expectEqual(Json.hex(entry, "seed"), Json.hex(entry, "sk"), "private key");
        HpkePublicKey publicKey = Kems.X_WING.publicKey(crypto, privateKey);
        expectEqual(Json.hex(entry, "pk"), publicKey.bytes(), "public key");

        Kem.Encapsulated made =
                Kems.X_WING.encapsulate(crypto, publicKey, new GivenRandomness(Json.hex(entry, "eseed")));
        expectEqual(Json.hex(entry, "ct"), made.encapsulation(), "ciphertext");
        ByteString secret = Json.hex(entry, "ss");
        expectEqual(secret, made.sharedSecret().dangerouslyPublish(), "encapsulated secret");
        expectEqual(
                secret,
                Kems.X_WING
                        .decapsulate(crypto, privateKey, made.encapsulation())
                        .dangerouslyPublish(),
                "decapsulated secret");
    }
}
