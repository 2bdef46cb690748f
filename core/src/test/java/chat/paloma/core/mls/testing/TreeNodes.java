package chat.paloma.core.mls.testing;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.tree.TreeNode;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tree as a list of nodes that a test may break. */
public final class TreeNodes {
    public final List<Optional<TreeNode>> nodes = new ArrayList<>();

    public TreeNodes(RatchetTree tree) {
        for (int i = 0; i < TreeMath.nodeCount(tree.width()); i++) {
            nodes.add(tree.node(new NodeIndex(i)));
        }
    }

    public void set(int index, TreeNode node) {
        nodes.set(index, Optional.of(node));
    }

    public void blank(int index) {
        nodes.set(index, Optional.empty());
    }

    /** The extension, without blank nodes at its end. */
    public byte[] encoded() {
        int last = nodes.size();
        while (last > 0 && nodes.get(last - 1).isEmpty()) {
            last--;
        }
        return encoded(nodes.subList(0, last));
    }

    /** The extension with just these nodes. */
    public static byte[] encoded(List<Optional<TreeNode>> nodes) {
        return new TlsWriter()
                .writeVector(out -> {
                    for (Optional<TreeNode> node : nodes) {
                        out.writeUint8(node.isPresent() ? 1 : 0);
                        node.ifPresent(present -> out.writeUint8(present instanceof LeafNode ? 1 : 2)
                                .write(present));
                    }
                })
                .toByteArray();
    }

    public UnverifiedRatchetTree decode(MlsCrypto crypto) throws DecodeException {
        return UnverifiedRatchetTree.decode(crypto, new TlsReader(encoded()));
    }
}
