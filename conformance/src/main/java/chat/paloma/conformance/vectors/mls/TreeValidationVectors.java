package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Set;

/** Resolutions, tree hashes, parent hashes and signatures of trees of many forms. */
public final class TreeValidationVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("cipher_suite", "tree", "group_id", "resolutions", "tree_hashes");

    @Override
    public String name() {
        return "mls tree-validation";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        Suites.forEachCase(document, run, TreeValidationVectors::check);
    }

    private static void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        JsonArray treeHashes = Json.field(entry, "tree_hashes").asArray();
        JsonArray resolutions = Json.field(entry, "resolutions").asArray();
        ByteString rootHash =
                ByteString.fromHex(treeHashes.get((treeHashes.size() - 1) / 2).asString());
        RatchetTree tree = UnverifiedRatchetTree.decode(crypto, new TlsReader(Json.bytes(entry, "tree")))
                .verify(TestRules.of(crypto), new GroupId(Json.hex(entry, "group_id")), rootHash);
        for (int i = 0; i < treeHashes.size(); i++) {
            NodeIndex node = new NodeIndex(i);
            expectEqual(ByteString.fromHex(treeHashes.get(i).asString()), tree.treeHash(node), "tree hash of " + node);
            List<Integer> expected = resolutions.get(i).asArray().values().stream()
                    .map(JsonValue::asInt)
                    .toList();
            List<Integer> resolution =
                    tree.resolution(node).stream().map(NodeIndex::value).toList();
            expectEqual(expected, resolution, "resolution of " + node);
        }
        expectEqual(Json.hex(entry, "tree"), ByteString.adopt(tree.encoded()), "encoding");
    }
}
