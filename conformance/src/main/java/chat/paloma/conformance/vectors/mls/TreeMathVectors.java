package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.TreeMath;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Where the nodes of a tree stand. */
public final class TreeMathVectors implements VectorKind {
    private static final Set<String> FIELDS =
            Set.of("n_leaves", "n_nodes", "root", "left", "right", "parent", "sibling");

    @Override
    public String name() {
        return "mls tree-math";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        for (JsonValue value : document.asArray()) {
            JsonObject entry = value.asObject();
            run.check(Json.integer(entry, "n_leaves") + " leaves", () -> check(entry));
        }
    }

    private static void check(JsonObject entry) {
        int width = Json.integer(entry, "n_leaves");
        NodeIndex root = TreeMath.root(width);
        expectEqual(Json.integer(entry, "n_nodes"), TreeMath.nodeCount(width), "nodes");
        expectEqual(Json.integer(entry, "root"), root.value(), "root");
        for (int i = 0; i < TreeMath.nodeCount(width); i++) {
            NodeIndex node = new NodeIndex(i);
            check(entry, "left", node, node.isLeaf(), TreeMath::left);
            check(entry, "right", node, node.isLeaf(), TreeMath::right);
            check(entry, "parent", node, node.equals(root), at -> TreeMath.parent(at, width));
            check(entry, "sibling", node, node.equals(root), at -> TreeMath.sibling(at, width));
        }
    }

    private static void check(
            JsonObject entry, String relation, NodeIndex node, boolean absent, UnaryOperator<NodeIndex> function) {
        JsonValue expected = Json.field(entry, relation).asArray().get(node.value());
        expectEqual(expected.isNull(), absent, relation + " of " + node + " absent");
        if (!absent) {
            expectEqual(expected.asInt(), function.apply(node).value(), relation + " of " + node);
        }
    }
}
