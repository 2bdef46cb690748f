package chat.paloma.interop.bouncycastle;

import chat.paloma.core.codec.ByteString;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.PeerException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.PreSharedKeyID;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.WireFormat;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;
import org.jspecify.annotations.Nullable;

/** A member that uses bcmls. */
final class BcmlsPeer implements MlsPeer {
    private static final long LIFETIME_SECONDS = 28 * 24 * 3600;

    private final SecureRandom random = new SecureRandom();
    private final MlsCipherSuite suite;
    private final String identity;
    private final AsymmetricCipherKeyPair signatureKeys;
    private final Group.MessageOptions handshakes;
    private final Map<Secret, byte[]> preSharedKeys = new HashMap<>();
    private @Nullable OwnKeyPackage own;
    private @Nullable Group group;

    private record OwnKeyPackage(
            AsymmetricCipherKeyPair initKeys, AsymmetricCipherKeyPair leafKeys, KeyPackage keyPackage) {}

    BcmlsPeer(MlsCipherSuite suite, String identity, boolean encryptHandshakes) {
        this.suite = suite;
        this.identity = identity;
        signatureKeys = suite.generateSignatureKeyPair();
        handshakes = new Group.MessageOptions(encryptHandshakes, new byte[0], 0);
    }

    /** bcmls throws plain exceptions for everything, and crashes on what it does not expect. */
    private interface Action<T> {
        T run() throws Exception;
    }

    private static <T> T attempt(Action<T> action) throws PeerException {
        try {
            return action.run();
        } catch (Exception e) {
            throw new PeerException("bcmls: " + e, e);
        }
    }

    private Group group() {
        return Objects.requireNonNull(group, "in no group");
    }

    @Override
    public byte[] keyPackage() throws PeerException {
        return attempt(() -> MLSOutputStream.encode(MLSMessage.keyPackage(newKeyPackage().keyPackage)));
    }

    private OwnKeyPackage newKeyPackage() throws Exception {
        AsymmetricCipherKeyPair initKeys = suite.getHPKE().generatePrivateKey();
        AsymmetricCipherKeyPair leafKeys = suite.getHPKE().generatePrivateKey();
        LeafNode leaf = new LeafNode(
                suite,
                suite.getHPKE().serializePublicKey(leafKeys.getPublic()),
                suite.serializeSignaturePublicKey(signatureKeys.getPublic()),
                Credential.forBasic(identity.getBytes(StandardCharsets.UTF_8)),
                new Capabilities(),
                lifetime(),
                new ArrayList<>(),
                signaturePrivateKey());
        KeyPackage keyPackage = new KeyPackage(
                suite,
                suite.getHPKE().serializePublicKey(initKeys.getPublic()),
                leaf,
                new ArrayList<>(),
                signaturePrivateKey());
        OwnKeyPackage made = new OwnKeyPackage(initKeys, leafKeys, keyPackage);
        own = made;
        return made;
    }

    private byte[] signaturePrivateKey() {
        return suite.serializeSignaturePrivateKey(signatureKeys.getPrivate());
    }

    /** Four weeks from now; the default of bcmls is for ever, and it has no constructor for another than decoding. */
    private static LifeTime lifetime() throws Exception {
        long now = System.currentTimeMillis() / 1000;
        MLSOutputStream out = new MLSOutputStream();
        out.write(now - 3600);
        out.write(now + LIFETIME_SECONDS);
        return (LifeTime) MLSInputStream.decode(out.toByteArray(), LifeTime.class);
    }

    @Override
    public void create(byte[] groupId) throws PeerException {
        group = attempt(() -> {
            OwnKeyPackage made = newKeyPackage();
            return new Group(
                    groupId,
                    suite,
                    made.leafKeys,
                    signaturePrivateKey(),
                    made.keyPackage.getLeafNode(),
                    new ArrayList<>());
        });
        installPreSharedKeys();
    }

    @Override
    public void join(byte[] welcome) throws PeerException {
        OwnKeyPackage used = Objects.requireNonNull(own, "no key package");
        group = attempt(() -> new Group(
                suite.getHPKE().serializePrivateKey(used.initKeys.getPrivate()),
                used.leafKeys,
                signaturePrivateKey(),
                used.keyPackage,
                decode(welcome).welcome,
                null,
                preSharedKeys,
                new HashMap<>()));
    }

    @Override
    public byte[] joinExternally(byte[] groupInfo) throws PeerException {
        return attempt(() -> {
            Group.GroupWithMessage joined = Group.externalJoin(
                    freshSecret(),
                    signatureKeys,
                    newKeyPackage().keyPackage,
                    decode(groupInfo).groupInfo,
                    null,
                    new Group.MessageOptions(),
                    null,
                    new HashMap<>());
            group = joined.group;
            installPreSharedKeys();
            return MLSOutputStream.encode(joined.message);
        });
    }

    @Override
    public byte[] groupInfo() throws PeerException {
        return attempt(() -> MLSOutputStream.encode(group().getGroupInfo(true)));
    }

    @Override
    public byte[] proposeUpdate() throws PeerException {
        return propose(() -> {
            AsymmetricCipherKeyPair leafKeys = suite.getHPKE().generatePrivateKey();
            Proposal update = group().updateProposal(leafKeys, new Group.LeafNodeOptions());
            return group().update(update, handshakes);
        });
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws PeerException {
        return propose(() -> group().add(decode(keyPackage).keyPackage, handshakes));
    }

    @Override
    public byte[] proposeRemove(int leaf) throws PeerException {
        return propose(() -> group().remove(new LeafIndex(rosterIndex(leaf)), handshakes));
    }

    /** bcmls counts members without the blank leaves between them when it proposes to remove one. */
    private int rosterIndex(int leaf) {
        int members = 0;
        for (int i = 0; i < leaf; i++) {
            if (group().getTree().hasLeaf(new LeafIndex(i))) {
                members++;
            }
        }
        return members;
    }

    /** bcmls does not keep its own proposals: it has to receive them like anybody else's. */
    private byte[] propose(Action<MLSMessage> action) throws PeerException {
        return attempt(() -> {
            byte[] message = MLSOutputStream.encode(action.run());
            group().handle(message, null);
            return message;
        });
    }

    @Override
    public Committed commit(Changes changes) throws PeerException {
        return attempt(() -> {
            List<Proposal> proposals = new ArrayList<>();
            for (byte[] keyPackage : changes.adds()) {
                proposals.add(Proposal.add(decode(keyPackage).keyPackage));
            }
            for (int leaf : changes.removes()) {
                proposals.add(Proposal.remove(new LeafIndex(leaf)));
            }
            for (byte[] id : changes.preSharedKeys()) {
                proposals.add(Proposal.preSharedKey(
                        PreSharedKeyID.external(id, freshSecret().value())));
            }
            Group.GroupWithMessage made = group().commit(
                            freshSecret(),
                            new Group.CommitOptions(proposals, true, changes.path(), null),
                            handshakes,
                            new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
            group = made.group;
            ByteString commit = ByteString.adopt(MLSOutputStream.encode(made.message));
            MLSMessage welcome = new MLSMessage(WireFormat.mls_welcome);
            welcome.welcome = made.message.welcome;
            return new Committed(commit, Optional.of(ByteString.adopt(MLSOutputStream.encode(welcome))));
        });
    }

    @Override
    public void process(byte[] message) throws PeerException {
        attempt(() -> {
            Group next = group().handle(message, null);
            if (next != null) {
                group = next;
            }
            return group();
        });
    }

    @Override
    public byte[] encrypt(byte[] data) throws PeerException {
        return attempt(() -> MLSOutputStream.encode(group().protect(new byte[0], data, 0)));
    }

    @Override
    public byte[] decrypt(byte[] message) throws PeerException {
        return attempt(() -> group().unprotect(decode(message))[1]);
    }

    @Override
    public void addPreSharedKey(byte[] id, byte[] secret) {
        preSharedKeys.put(new Secret(id), secret);
        if (group != null) {
            installPreSharedKeys();
        }
    }

    private void installPreSharedKeys() {
        preSharedKeys.forEach(group()::insertExternalPsk);
    }

    @Override
    public long epoch() {
        return group().getEpoch();
    }

    @Override
    public byte[] epochAuthenticator() {
        return group().getEpochAuthenticator();
    }

    @Override
    public byte[] exportSecret(String label, byte[] context, int length) throws PeerException {
        return attempt(() -> group().getKeySchedule().MLSExporter(label, context, length));
    }

    @Override
    public OptionalLong stateLength() {
        return OptionalLong.empty();
    }

    @Override
    public int leaf() {
        return group().getIndex().value();
    }

    private Secret freshSecret() {
        byte[] bytes = new byte[suite.getKDF().getHashLength()];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    private static MLSMessage decode(byte[] message) throws Exception {
        return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
    }
}
