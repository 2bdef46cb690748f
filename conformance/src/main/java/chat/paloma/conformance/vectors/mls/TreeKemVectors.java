package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.NodeIndex;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.tree.TreeMath;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.treekem.MergedPath;
import chat.paloma.core.mls.treekem.NewPath;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import chat.paloma.core.mls.treekem.UpdatePath;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Update paths, those that are published and some of our own. */
public final class TreeKemVectors implements VectorKind {
    private static final Set<String> FIELDS = Set.of("cipher_suite", "ratchet_tree", "leaves_private", "update_paths");

    @Override
    public String name() {
        return "mls treekem";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        Suites.forEachCase(document, run, (entry, crypto) -> new Case(entry, crypto).check());
    }

    private record Member(TreePrivateKeys keys, SignaturePrivateKey signatureKey) {}

    private static final class Case {
        private final JsonObject entry;
        private final MlsCrypto crypto;
        private final GroupId groupId;
        private final RatchetTree tree;
        private final List<Member> members = new ArrayList<>();

        Case(JsonObject entry, MlsCrypto crypto) throws Exception {
            this.entry = entry;
            this.crypto = crypto;
            this.groupId = new GroupId(Json.hex(entry, "group_id"));
            this.tree = UnverifiedRatchetTree.decode(crypto, new TlsReader(Json.bytes(entry, "ratchet_tree")))
                    .dangerouslyTrust();
            for (JsonValue value : Json.field(entry, "leaves_private").asArray()) {
                members.add(member(value.asObject()));
            }
        }

        /** Reads keys through their encoding, as nothing else gives a member keys from outside. */
        private Member member(JsonObject leaf) throws Exception {
            LeafIndex index = new LeafIndex(Json.integer(leaf, "index"));
            TlsWriter keys = new TlsWriter().write(index).writeVector(content -> {
                content.writeUint32(index.node().value()).writeOpaque(Json.bytes(leaf, "encryption_priv"));
                for (JsonValue value : Json.field(leaf, "path_secrets").asArray()) {
                    HpkePrivateKey key = nodeKey(Json.secret(value.asObject(), "path_secret"));
                    content.writeUint32(Json.integer(value.asObject(), "node"))
                            .writeOpaque(key.secret().dangerouslyExpose());
                }
            });
            TreePrivateKeys decoded = TreePrivateKeys.decode(new TlsReader(keys.toByteArray()));
            expect(decoded.fit(tree), "the keys of " + index + " do not fit the tree");
            return new Member(decoded, new SignaturePrivateKey(Json.secret(leaf, "signature_priv")));
        }

        private HpkePrivateKey nodeKey(SecretBytes pathSecret) {
            try {
                return crypto.deriveHpkeKeyPair(crypto.deriveSecret(pathSecret, "node"))
                        .privateKey();
            } catch (CryptoException e) {
                throw new IllegalStateException(e);
            }
        }

        void check() throws Exception {
            for (JsonValue value : Json.field(entry, "update_paths").asArray()) {
                checkPublished(value.asObject());
                checkOwn(new LeafIndex(Json.integer(value.asObject(), "sender")));
            }
        }

        private void checkPublished(JsonObject published) throws Exception {
            LeafIndex sender = new LeafIndex(Json.integer(published, "sender"));
            UpdatePath path = UpdatePath.decode(new TlsReader(Json.bytes(published, "update_path")));
            expectEqual(Json.hex(published, "update_path"), ByteString.adopt(path.encoded()), "encoding");
            MergedPath merged = MergedPath.merge(tree, place(sender), path, TestRules.of(crypto), Set.of());
            expectEqual(Json.hex(published, "tree_hash_after"), merged.tree().treeHash(), "tree hash after");
            JsonArray pathSecrets = Json.field(published, "path_secrets").asArray();
            for (Member member : others(sender)) {
                MergedPath.Opened opened = merged.open(member.keys(), groupContext(merged.tree()));
                expectEqual(
                        Json.hex(published, "commit_secret"),
                        opened.commitSecret().dangerouslyPublish(),
                        "commit secret");
                LeafIndex index = member.keys().owner();
                ByteString pathSecret =
                        ByteString.fromHex(pathSecrets.get(index.value()).asString());
                expectLowestKey(sender, opened.privateKeys(), pathSecret);
            }
        }

        /** The path secret itself is gone by now; the key that it gave is there. */
        private void expectLowestKey(LeafIndex sender, TreePrivateKeys keys, ByteString pathSecret) {
            NodeIndex ancestor = TreeMath.commonAncestor(sender, keys.owner());
            expectEqual(
                    nodeKey(SecretBytes.adopt(pathSecret.toByteArray()))
                            .secret()
                            .dangerouslyPublish(),
                    keys.key(ancestor).orElseThrow().secret().dangerouslyPublish(),
                    "path secret of " + keys.owner());
        }

        private void checkOwn(LeafIndex sender) throws Exception {
            LeafNode leaf = tree.member(sender);
            Member committer = members.stream()
                    .filter(member -> member.keys().owner().equals(sender))
                    .findFirst()
                    .orElseThrow();
            CountingRandom random = new CountingRandom();
            NewPath made = NewPath.generate(tree, place(sender), leaf.content(), committer.signatureKey(), random);
            byte[] groupContext = groupContext(made.tree());
            UpdatePath path = made.encrypt(groupContext, Set.of(), random);
            MergedPath merged = MergedPath.merge(tree, place(sender), path, TestRules.of(crypto), Set.of());
            expectEqual(made.tree().treeHash(), merged.tree().treeHash(), "tree hash of our path");
            for (Member member : others(sender)) {
                MergedPath.Opened opened = merged.open(member.keys(), groupContext);
                expect(
                        made.commitSecret().constantTimeEquals(opened.commitSecret()),
                        "another commit secret of our path");
            }
        }

        private List<Member> others(LeafIndex sender) {
            return members.stream()
                    .filter(member -> !member.keys().owner().equals(sender))
                    .toList();
        }

        private LeafNodeContext place(LeafIndex index) {
            return new LeafNodeContext(groupId, index);
        }

        private byte[] groupContext(RatchetTree updated) {
            return new TlsWriter()
                    .write(ProtocolVersion.MLS_1_0)
                    .write(CipherSuiteId.of(crypto.suite()))
                    .write(groupId)
                    .writeUint64(Json.unsignedLong(entry, "epoch"))
                    .write(updated.treeHash())
                    .write(Json.hex(entry, "confirmed_transcript_hash"))
                    .write(ExtensionList.EMPTY)
                    .toByteArray();
        }
    }
}
