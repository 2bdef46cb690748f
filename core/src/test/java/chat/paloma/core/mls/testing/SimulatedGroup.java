package chat.paloma.core.mls.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.LeafIndex;
import chat.paloma.core.mls.tree.LeafNode;
import chat.paloma.core.mls.tree.LeafNodeContext;
import chat.paloma.core.mls.tree.LeafNodeSource;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.mls.tree.RatchetTree;
import chat.paloma.core.mls.treekem.MergedPath;
import chat.paloma.core.mls.treekem.NewPath;
import chat.paloma.core.mls.treekem.TreePrivateKeys;
import chat.paloma.core.mls.treekem.UpdatePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A group with nothing but its tree and everybody's keys. Every commit is processed by every member, and all must come
 * to one tree and one commit secret.
 */
public final class SimulatedGroup {
    /** A member's keys. */
    public record Client(SignatureKeyPair signatureKeys, TreePrivateKeys keys) {}

    /** What a commit changes; the members updated and removed are not the committer. */
    public record Change(List<LeafIndex> updates, List<LeafIndex> removes, int adds) {
        public static final Change NONE = new Change(List.of(), List.of(), 0);

        public static Change adding(int members) {
            return new Change(List.of(), List.of(), members);
        }

        public static Change removing(LeafIndex... members) {
            return new Change(List.of(), List.of(members), 0);
        }

        public static Change updating(LeafIndex... members) {
            return new Change(List.of(members), List.of(), 0);
        }
    }

    public final MlsCrypto crypto;
    public final RandomSource random;
    public final GroupId groupId = new GroupId(ByteString.utf8("a group"));
    public final Map<LeafIndex, Client> clients = new TreeMap<>();
    public RatchetTree tree;

    public SimulatedGroup(CipherSuite suite, long seed) throws Exception {
        this(suite, new BouncyCastleCrypto(), seed);
    }

    public SimulatedGroup(CipherSuite suite, CryptoProvider provider, long seed) throws Exception {
        this.crypto = new MlsCrypto(suite, provider);
        this.random = new SeededRandom(seed);
        SignatureKeyPair signatureKeys = crypto.generateSignatureKeyPair(random);
        KeyPackageBundle creator = newMember(signatureKeys);
        this.tree = RatchetTree.of(crypto, creator.keyPackage().leafNode());
        LeafIndex first = new LeafIndex(0);
        clients.put(first, new Client(signatureKeys, TreePrivateKeys.ofLeaf(first, creator.leafKey())));
    }

    /** A group in which everybody has committed once, so that no node is blank that needn't be. */
    public static SimulatedGroup full(int members, long seed) throws Exception {
        SimulatedGroup group = new SimulatedGroup(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, seed);
        group.commit(new LeafIndex(0), Change.adding(members - 1));
        for (LeafIndex member : List.copyOf(group.clients.keySet())) {
            group.commit(member, Change.NONE);
        }
        return group;
    }

    public KeyPackageBundle newMember(SignatureKeyPair signatureKeys) throws Exception {
        return KeyPackageBundle.generate(crypto, signatureKeys, Leaves.description(crypto, Lifetime.UNLIMITED), random);
    }

    public LeafNodeContext place(LeafIndex index) {
        return new LeafNodeContext(groupId, index);
    }

    public Client client(LeafIndex member) {
        return Objects.requireNonNull(clients.get(member), () -> member + " has left");
    }

    /** Adds a member without a path, who is then unmerged all the way up. */
    public LeafIndex addWithoutPath() throws Exception {
        SignatureKeyPair signatureKeys = crypto.generateSignatureKeyPair(random);
        KeyPackageBundle bundle = newMember(signatureKeys);
        RatchetTree.Placed placed = tree.add(bundle.keyPackage().leafNode());
        tree = placed.tree();
        clients.put(
                placed.index(), new Client(signatureKeys, TreePrivateKeys.ofLeaf(placed.index(), bundle.leafKey())));
        return placed.index();
    }

    /** A leaf of a member with a fresh key, as an Update proposal has it. */
    public LeafNode updatedLeaf(LeafIndex member) throws Exception {
        HpkeKeyPair keys = crypto.generateHpkeKeyPair(random);
        Client client = client(member);
        clients.put(member, new Client(client.signatureKeys(), client.keys().withLeafKey(keys.privateKey())));
        return tree.member(member)
                .content()
                .renewed(keys.publicKey(), new LeafNodeSource.Update())
                .sign(crypto, client.signatureKeys().privateKey(), place(member), random);
    }

    public NewPath newPath(LeafIndex committer) throws Exception {
        return NewPath.generate(
                tree,
                place(committer),
                tree.member(committer).content(),
                client(committer).signatureKeys().privateKey(),
                random);
    }

    /** What stands for the provisional group context. */
    public static byte[] context(RatchetTree tree) {
        return tree.treeHash().toByteArray();
    }

    /** Commits with a path, and lets everybody process it. */
    public void commit(LeafIndex committer, Change change) throws Exception {
        for (LeafIndex member : change.updates()) {
            tree = tree.update(member, updatedLeaf(member));
        }
        for (LeafIndex member : change.removes()) {
            tree = tree.remove(member);
            clients.remove(member);
        }
        Set<LeafIndex> added = new HashSet<>();
        for (int i = 0; i < change.adds(); i++) {
            added.add(addWithoutPath());
        }
        NewPath made = newPath(committer);
        Decoder<UpdatePath> decoder = UpdatePath::decode;
        UpdatePath path = decoder.decodeAll(
                made.encrypt(context(made.tree()), added, random).encoded());
        MergedPath merged = MergedPath.merge(tree, place(committer), path, Leaves.rules(crypto), added);
        assertEquals(made.tree().treeHash(), merged.tree().treeHash());
        tree = merged.tree();
        for (LeafIndex member : new ArrayList<>(clients.keySet())) {
            clients.put(member, process(member, committer, made, merged, added));
        }
        made.erasePathSecrets();
    }

    private Client process(LeafIndex member, LeafIndex committer, NewPath made, MergedPath merged, Set<LeafIndex> added)
            throws Exception {
        Client client = client(member);
        TreePrivateKeys keys;
        if (member.equals(committer)) {
            keys = made.privateKeys();
        } else if (added.contains(member)) {
            keys = client.keys().withPathSecret(tree, committer, made.pathSecretFor(member));
        } else {
            MergedPath.Opened opened = merged.open(client.keys(), context(tree));
            SecretBytes commitSecret = opened.commitSecret();
            assertTrue(made.commitSecret().constantTimeEquals(commitSecret), "another commit secret");
            keys = opened.privateKeys();
        }
        assertTrue(keys.fit(tree), "the keys of " + member + " do not fit");
        return new Client(client.signatureKeys(), keys);
    }
}
