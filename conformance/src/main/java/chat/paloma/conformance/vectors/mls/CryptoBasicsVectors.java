package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.crypto.HpkeCiphertext;
import chat.paloma.core.mls.crypto.MlsCrypto;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** The labelled operations. */
public final class CryptoBasicsVectors implements VectorKind {
    private static final Set<String> FIELDS =
            Set.of("cipher_suite", "ref_hash", "expand_with_label", "sign_with_label", "encrypt_with_label");

    @Override
    public String name() {
        return "mls crypto-basics";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        Suites.forEachCase(document, run, CryptoBasicsVectors::check);
    }

    private static void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        JsonObject refHash = Json.field(entry, "ref_hash").asObject();
        expectEqual(Json.hex(refHash, "out"), crypto.refHash(label(refHash), Json.bytes(refHash, "value")), "RefHash");
        checkDerivations(entry, crypto);
        checkSignature(Json.field(entry, "sign_with_label").asObject(), crypto);
        checkEncryption(Json.field(entry, "encrypt_with_label").asObject(), crypto);
    }

    private static void checkDerivations(JsonObject entry, MlsCrypto crypto) {
        JsonObject expand = Json.field(entry, "expand_with_label").asObject();
        SecretBytes expanded = crypto.expandWithLabel(
                Json.secret(expand, "secret"),
                label(expand),
                Json.bytes(expand, "context"),
                Json.integer(expand, "length"));
        expectEqual(Json.hex(expand, "out"), expanded.dangerouslyPublish(), "ExpandWithLabel");

        JsonObject derive = Json.field(entry, "derive_secret").asObject();
        SecretBytes derived = crypto.deriveSecret(Json.secret(derive, "secret"), label(derive));
        expectEqual(Json.hex(derive, "out"), derived.dangerouslyPublish(), "DeriveSecret");

        JsonObject tree = Json.field(entry, "derive_tree_secret").asObject();
        SecretBytes treeSecret = crypto.deriveTreeSecret(
                Json.secret(tree, "secret"),
                label(tree),
                Json.field(tree, "generation").asLong(),
                Json.integer(tree, "length"));
        expectEqual(Json.hex(tree, "out"), treeSecret.dangerouslyPublish(), "DeriveTreeSecret");
    }

    private static void checkSignature(JsonObject entry, MlsCrypto crypto) throws Exception {
        SignaturePublicKey publicKey = new SignaturePublicKey(Json.hex(entry, "pub"));
        byte[] content = Json.bytes(entry, "content");
        expect(
                crypto.verifyWithLabel(publicKey, label(entry), content, Json.hex(entry, "signature")),
                "VerifyWithLabel refuses the published signature");
        ByteString signature = crypto.signWithLabel(
                new SignaturePrivateKey(Json.secret(entry, "priv")), label(entry), content, new CountingRandom());
        expect(
                crypto.verifyWithLabel(publicKey, label(entry), content, signature),
                "VerifyWithLabel refuses our signature");
        expect(
                !crypto.verifyWithLabel(publicKey, label(entry) + "x", content, signature),
                "VerifyWithLabel takes another label");
    }

    private static void checkEncryption(JsonObject entry, MlsCrypto crypto) throws Exception {
        HpkePrivateKey privateKey = new HpkePrivateKey(Json.secret(entry, "priv"));
        byte[] context = Json.bytes(entry, "context");
        HpkeCiphertext published = new HpkeCiphertext(Json.hex(entry, "kem_output"), Json.hex(entry, "ciphertext"));
        ByteString plaintext = Json.hex(entry, "plaintext");
        expectEqual(
                plaintext,
                crypto.decryptWithLabel(privateKey, label(entry), context, published)
                        .dangerouslyPublish(),
                "DecryptWithLabel");
        HpkeCiphertext made = crypto.encryptWithLabel(
                new HpkePublicKey(Json.hex(entry, "pub")),
                label(entry),
                context,
                SecretBytes.adopt(plaintext.toByteArray()),
                new CountingRandom());
        expectEqual(
                plaintext,
                crypto.decryptWithLabel(privateKey, label(entry), context, made).dangerouslyPublish(),
                "DecryptWithLabel of our ciphertext");
    }

    private static String label(JsonObject entry) {
        return Json.field(entry, "label").asString();
    }
}
