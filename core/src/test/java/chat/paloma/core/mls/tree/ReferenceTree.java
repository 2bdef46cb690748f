package chat.paloma.core.mls.tree;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The definitions of RFC 9420 sections 4.1, 7.8 and 7.9 word for word on an array, slow and without any cache. */
final class ReferenceTree {
    private final MlsCrypto crypto;
    private final List<Optional<TreeNode>> nodes;
    private final int width;

    ReferenceTree(MlsCrypto crypto, List<Optional<TreeNode>> nodes) {
        this.crypto = crypto;
        this.nodes = nodes;
        this.width = (nodes.size() + 1) / 2;
    }

    private Optional<TreeNode> node(NodeIndex index) {
        return nodes.get(index.value());
    }

    ByteString treeHash() {
        return treeHash(TreeMath.root(width));
    }

    private ByteString treeHash(NodeIndex index) {
        TlsWriter out = new TlsWriter();
        if (index.isLeaf()) {
            out.writeUint8(1).write(index.leaf()).writeOptional(node(index));
        } else {
            out.writeUint8(2).writeOptional(node(index));
            out.write(treeHash(TreeMath.left(index))).write(treeHash(TreeMath.right(index)));
        }
        return crypto.hash(out.toByteArray());
    }

    List<NodeIndex> resolution(NodeIndex index) {
        List<NodeIndex> resolution = new ArrayList<>();
        if (node(index).isPresent()) {
            resolution.add(index);
            if (node(index).get() instanceof ParentNode parent) {
                parent.unmergedLeaves().forEach(leaf -> resolution.add(leaf.node()));
            }
        } else if (!index.isLeaf()) {
            resolution.addAll(resolution(TreeMath.left(index)));
            resolution.addAll(resolution(TreeMath.right(index)));
        }
        return resolution;
    }

    /** Whether every parent node has exactly one descendant with a valid link to it. */
    boolean isParentHashValid() {
        for (int i = 1; i < nodes.size(); i += 2) {
            NodeIndex parent = new NodeIndex(i);
            if (node(parent).isPresent()) {
                long links = nodesBelow(parent).stream()
                        .filter(below -> isLinked(below, parent))
                        .count();
                if (links != 1) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<NodeIndex> nodesBelow(NodeIndex parent) {
        List<NodeIndex> below = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeIndex index = new NodeIndex(i);
            if (!index.equals(parent)
                    && TreeMath.isWithin(index, parent)
                    && node(index).isPresent()) {
                below.add(index);
            }
        }
        return below;
    }

    private boolean isLinked(NodeIndex d, NodeIndex p) {
        ParentNode parent = (ParentNode) node(p).orElseThrow();
        NodeIndex left = TreeMath.left(p);
        NodeIndex right = TreeMath.right(p);
        NodeIndex child = TreeMath.isWithin(d, left) ? left : right;
        NodeIndex sibling = child.equals(left) ? right : left;
        Set<NodeIndex> merged = new HashSet<>(resolution(child));
        Set<NodeIndex> unmerged = new HashSet<>();
        parent.unmergedLeaves().stream()
                .map(LeafIndex::node)
                .filter(leaf -> TreeMath.isWithin(leaf, child))
                .forEach(unmerged::add);
        return merged.remove(d)
                && merged.equals(unmerged)
                && parentHash(d).equals(Optional.of(parentHashOf(parent, sibling)));
    }

    private Optional<ByteString> parentHash(NodeIndex index) {
        return switch (node(index).orElseThrow()) {
            case ParentNode parent -> Optional.of(parent.parentHash());
            case LeafNode leaf ->
                leaf.source() instanceof LeafNodeSource.Commit commit
                        ? Optional.of(commit.parentHash())
                        : Optional.empty();
        };
    }

    private ByteString parentHashOf(ParentNode parent, NodeIndex sibling) {
        List<Optional<TreeNode>> original = new ArrayList<>(nodes);
        for (int i = 0; i < original.size(); i++) {
            if (original.get(i).orElse(null) instanceof ParentNode node) {
                List<LeafIndex> left = node.unmergedLeaves().stream()
                        .filter(leaf -> !parent.unmergedLeaves().contains(leaf))
                        .toList();
                original.set(i, Optional.of(new ParentNode(node.encryptionKey(), node.parentHash(), left)));
            }
        }
        parent.unmergedLeaves().forEach(leaf -> original.set(leaf.node().value(), Optional.empty()));
        return crypto.hash(new TlsWriter()
                .write(parent.encryptionKey())
                .write(parent.parentHash())
                .write(new ReferenceTree(crypto, original).treeHash(sibling))
                .toByteArray());
    }
}
