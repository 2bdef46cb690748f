package chat.paloma.core.mls.tree;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tree as it travels: its nodes from left to right, a blank one as nothing, without the blank ones at the end (RFC
 * 9420 section 12.4.3.3). A decoded tree has at most twice as many nodes as its encoding has bytes.
 */
final class RatchetTreeCodec {
    private RatchetTreeCodec() {}

    static void encode(Subtree root, TlsWriter out) {
        out.writeVector(content -> {
            int[] next = {0};
            root.forEachNode(subtree -> {
                for (; next[0] < subtree.index().value(); next[0]++) {
                    content.writeUint8(0);
                }
                encodeNode(subtree.node(), content);
                next[0]++;
            });
        });
    }

    private static void encodeNode(@Nullable TreeNode node, TlsWriter out) {
        switch (node) {
            case LeafNode leaf ->
                out.writeUint8(1).writeUint8(TreeHashes.LEAF_TYPE).write(leaf);
            case ParentNode parent ->
                out.writeUint8(1).writeUint8(TreeHashes.PARENT_TYPE).write(parent);
            case null -> out.writeUint8(0);
        }
    }

    static Subtree decode(TlsReader in) throws DecodeException {
        List<Optional<TreeNode>> nodes =
                in.readList(TreeMath.MAX_NODES, node -> node.readOptional(RatchetTreeCodec::decodeNode));
        if (nodes.isEmpty() || nodes.getLast().isEmpty()) {
            throw new DecodeException(INVALID_VALUE, "a tree that ends with a blank node");
        }
        int width = TreeMath.widthFor(nodes.size());
        return build(nodes, TreeMath.root(width));
    }

    private static TreeNode decodeNode(TlsReader in) throws DecodeException {
        return switch (in.readUint8()) {
            case TreeHashes.LEAF_TYPE -> LeafNode.decode(in);
            case TreeHashes.PARENT_TYPE -> ParentNode.decode(in);
            default -> throw new DecodeException(INVALID_VALUE, "neither leaf nor parent");
        };
    }

    private static Subtree build(List<Optional<TreeNode>> nodes, NodeIndex index) throws DecodeException {
        TreeNode node = index.value() < nodes.size() ? nodes.get(index.value()).orElse(null) : null;
        if (index.isLeaf()) {
            if (node instanceof ParentNode) {
                throw new DecodeException(INVALID_VALUE, "a parent at " + index);
            }
            return new Subtree.Leaf(index.leaf(), (LeafNode) node);
        }
        if (node instanceof LeafNode) {
            throw new DecodeException(INVALID_VALUE, "a leaf at " + index);
        }
        return new Subtree.Parent(
                (ParentNode) node, build(nodes, TreeMath.left(index)), build(nodes, TreeMath.right(index)));
    }
}
