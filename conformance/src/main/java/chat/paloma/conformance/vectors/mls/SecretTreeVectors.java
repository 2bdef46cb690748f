package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.secrettree.RatchetKind;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.secrettree.SenderDataKey;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** The message keys of a whole secret tree, and a sender data key. */
public final class SecretTreeVectors extends SuiteVectors {
    public SecretTreeVectors() {
        super("mls secret tree", Set.of("cipher_suite", "encryption_secret", "sender_data", "leaves"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        JsonObject senderData = Json.field(entry, "sender_data").asObject();
        SenderDataKey key = SenderDataKey.derive(
                crypto, Json.secret(senderData, "sender_data_secret"), Json.bytes(senderData, "ciphertext"));
        expectEqual(Json.hex(senderData, "key"), key.key().dangerouslyPublish(), "sender data key");
        expectEqual(Json.hex(senderData, "nonce"), key.nonce().dangerouslyPublish(), "sender data nonce");

        JsonArray leaves = Json.field(entry, "leaves").asArray();
        SecretTree tree = new SecretTree(crypto, Json.secret(entry, "encryption_secret"), leaves.size());
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (JsonValue value : leaves.get(leaf).asArray()) {
                JsonObject keys = value.asObject();
                checkKey(tree, leaf, RatchetKind.HANDSHAKE, keys, "handshake");
                checkKey(tree, leaf, RatchetKind.APPLICATION, keys, "application");
            }
            tree = stored(tree, crypto);
        }
    }

    private static void checkKey(SecretTree tree, int leaf, RatchetKind kind, JsonObject keys, String prefix)
            throws Exception {
        SecretTree.Candidate candidate = tree.candidate(leaf, kind, Json.integer(keys, "generation"));
        expectEqual(Json.hex(keys, prefix + "_key"), candidate.key().key().dangerouslyPublish(), prefix + " key");
        expectEqual(Json.hex(keys, prefix + "_nonce"), candidate.key().nonce().dangerouslyPublish(), prefix + " nonce");
        candidate.consume();
    }

    private static SecretTree stored(SecretTree tree, MlsCrypto crypto) throws Exception {
        TlsWriter out = new TlsWriter();
        tree.encodeState(out);
        return SecretTree.decodeState(crypto, new TlsReader(out.toByteArray()));
    }
}
