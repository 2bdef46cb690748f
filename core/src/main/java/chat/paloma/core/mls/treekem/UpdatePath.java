package chat.paloma.core.mls.treekem;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.TreeMath;
import java.util.List;

/**
 * New keys for a committer's leaf and for the nodes above it, as they travel (RFC 9420 section 7.6). Nothing in here is
 * checked: see {@link MergedPath#merge}.
 *
 * @param nodes in the order of the filtered direct path, from below
 */
public record UpdatePath(LeafNode leafNode, List<UpdatePathNode> nodes) implements TlsEncodable {
    public UpdatePath {
        nodes = List.copyOf(nodes);
        if (nodes.size() > TreeMath.MAX_DEPTH) {
            throw new IllegalArgumentException("a path of " + nodes.size() + " nodes");
        }
    }

    @Override
    public void encode(TlsWriter out) {
        out.write(leafNode).writeList(nodes);
    }

    public static UpdatePath decode(TlsReader in) throws DecodeException {
        return new UpdatePath(LeafNode.decode(in), in.readList(TreeMath.MAX_DEPTH, UpdatePathNode::decode));
    }
}
