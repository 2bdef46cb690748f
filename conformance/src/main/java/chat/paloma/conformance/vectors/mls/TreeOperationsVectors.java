package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** Adding, updating and removing a member. */
public final class TreeOperationsVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("tree_before", "proposal", "proposal_sender", "tree_after");

    @Override
    public String name() {
        return "mls tree-operations";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        Suites.forEachCase(document, run, TreeOperationsVectors::check);
    }

    private static void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        TlsReader in = new TlsReader(Json.bytes(entry, "tree_before"));
        RatchetTree before = UnverifiedRatchetTree.decode(crypto, in).dangerouslyTrust();
        in.expectEnd();
        expectEqual(Json.hex(entry, "tree_hash_before"), before.treeHash(), "tree hash before");
        RatchetTree after = apply(
                before,
                new LeafIndex(Json.integer(entry, "proposal_sender")),
                new TlsReader(Json.bytes(entry, "proposal")));
        expectEqual(Json.hex(entry, "tree_after"), ByteString.adopt(after.encoded()), "tree after");
        expectEqual(Json.hex(entry, "tree_hash_after"), after.treeHash(), "tree hash after");
    }

    private static RatchetTree apply(RatchetTree tree, LeafIndex sender, TlsReader proposal) throws Exception {
        ProposalType type = ProposalType.decode(proposal);
        if (type.equals(ProposalType.ADD)) {
            return tree.add(KeyPackage.decode(proposal).leafNode()).tree();
        }
        if (type.equals(ProposalType.UPDATE)) {
            return tree.update(sender, LeafNode.decode(proposal));
        }
        expectEqual(ProposalType.REMOVE, type, "proposal type");
        return tree.remove(LeafIndex.decode(proposal));
    }
}
