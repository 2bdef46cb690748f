package chat.paloma.interop.paloma;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.mls.group.ExternalJoinRequest;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupCreation;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.IdentityRules;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.LeafChange;
import chat.paloma.core.mls.group.MessageOptions;
import chat.paloma.core.mls.group.PathPolicy;
import chat.paloma.core.mls.group.PendingCommit;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.group.Received;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialType;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.interop.HandshakeFraming;
import chat.paloma.interop.MlsPeer;
import chat.paloma.interop.PeerException;
import chat.paloma.jvm.SystemRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A member that uses Paloma's {@link Group}. It stores nothing, so it goes on with each step at once. */
final class PalomaPeer implements MlsPeer {
    private static final GroupSettings SETTINGS = GroupSettings.of(
            new GroupRules((credential, key) -> true, IdentityRules.BY_CREDENTIAL, CommitPolicy.ALLOW_ALL));
    private static final long HOUR = 3600;
    private static final long FOUR_WEEKS = 28 * 24 * HOUR;

    private final RandomSource random = new SystemRandom();
    private final MlsCrypto crypto;
    private final Credential credential;
    private final Capabilities capabilities;
    private final SignatureKeyPair signatureKey;
    private final MessageOptions handshakes;
    private final Map<ByteString, byte[]> preSharedKeys = new HashMap<>();
    private @Nullable KeyPackageBundle own;
    private @Nullable Group group;

    PalomaPeer(MlsCrypto crypto, String identity, HandshakeFraming framing) {
        this.crypto = crypto;
        credential = new Credential.Basic(ByteString.utf8(identity));
        capabilities = new Capabilities(
                List.of(ProtocolVersion.MLS_1_0),
                List.of(CipherSuiteId.of(crypto.suite())),
                List.of(),
                List.of(),
                List.of(CredentialType.BASIC, CredentialType.X509));
        signatureKey = crypto.generateSignatureKeyPair(random);
        handshakes = framing == HandshakeFraming.PUBLIC_MESSAGE ? MessageOptions.PUBLIC : MessageOptions.PRIVATE;
    }

    private interface Action<T> {
        T run() throws Exception;
    }

    /** A refusal is the peer's; anything else is a bug and fails the test as it is. */
    private static <T> T attempt(Action<T> action) throws PeerException {
        try {
            return action.run();
        } catch (MlsException e) {
            throw new PeerException("Paloma: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Group group() {
        return Objects.requireNonNull(group, "in no group");
    }

    private <T> T goOn(Step<? extends T> step) {
        group = step.next();
        return step.output();
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    @Override
    public byte[] keyPackage() throws PeerException {
        return encode(new MlsMessage.OfKeyPackage(newKeyPackage().keyPackage()));
    }

    private KeyPackageBundle newKeyPackage() throws PeerException {
        Lifetime lifetime = new Lifetime(now() - HOUR, now() + FOUR_WEEKS);
        KeyPackageBundle made = attempt(() -> KeyPackageBundle.generate(
                crypto,
                signatureKey,
                new KeyPackageBundle.Description(
                        credential, capabilities, lifetime, ExtensionList.EMPTY, ExtensionList.EMPTY),
                random));
        own = made;
        return made;
    }

    @Override
    public void create(byte[] groupId) throws PeerException {
        GroupCreation creation = new GroupCreation(
                crypto,
                SETTINGS,
                new GroupId(ByteString.copyOf(groupId)),
                newKeyPackage(),
                signatureKey.privateKey(),
                ExtensionList.EMPTY);
        group = attempt(() -> Group.create(creation, random, now()));
    }

    @Override
    public void join(byte[] welcome) throws PeerException {
        KeyPackageBundle used = Objects.requireNonNull(own, "no key package");
        JoinRequest request = JoinRequest.of(crypto, SETTINGS, used, signatureKey.privateKey())
                .withPreSharedKeys(preSharedKeys());
        group = attempt(() ->
                Group.join(request, parse(welcome, MlsMessage.OfWelcome.class).welcome(), now()));
    }

    @Override
    public byte[] joinExternally(byte[] groupInfo) throws PeerException {
        ExternalJoinRequest request = ExternalJoinRequest.of(crypto, SETTINGS, signatureKey, credential, capabilities);
        return attempt(() -> encode(goOn(Group.joinExternally(
                request, parse(groupInfo, MlsMessage.OfGroupInfo.class).groupInfo(), random, now()))));
    }

    @Override
    public byte[] groupInfo() throws PeerException {
        return attempt(
                () -> encode(new MlsMessage.OfGroupInfo(group().groupInfo(true, true, ExtensionList.EMPTY, random))));
    }

    @Override
    public byte[] proposeUpdate() throws PeerException {
        return attempt(() -> encode(goOn(group().proposeUpdate(LeafChange.NONE, handshakes, random))));
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws PeerException {
        return attempt(() -> encode(goOn(group().propose(new Proposal.Add(read(keyPackage)), handshakes, random))));
    }

    @Override
    public byte[] proposeRemove(int leaf) throws PeerException {
        return attempt(() -> encode(goOn(group().propose(new Proposal.Remove(leaf), handshakes, random))));
    }

    @Override
    public Committed commit(Changes changes) throws PeerException {
        return attempt(() -> {
            List<Proposal> proposals = new ArrayList<>();
            for (byte[] keyPackage : changes.adds()) {
                proposals.add(new Proposal.Add(read(keyPackage)));
            }
            for (int leaf : changes.removes()) {
                proposals.add(new Proposal.Remove(leaf));
            }
            for (byte[] id : changes.preSharedKeys()) {
                proposals.add(
                        new Proposal.PreSharedKey(new PreSharedKeyId.External(ByteString.copyOf(id), ByteString.EMPTY)
                                .withFreshNonce(crypto.suite(), random)));
            }
            CommitRequest request = CommitRequest.of(proposals)
                    .withMessage(handshakes)
                    .withPathPolicy(changes.path() ? PathPolicy.DEFAULT : PathPolicy.WHEN_REQUIRED)
                    .withPreSharedKeys(preSharedKeys());
            PendingCommit pending = goOn(group().commit(request, random, now()));
            goOn(group().confirm());
            return new Committed(
                    ByteString.adopt(encode(pending.commit())),
                    pending.welcome().map(PalomaPeer::encode).map(ByteString::adopt));
        });
    }

    @Override
    public void process(byte[] message) throws PeerException {
        attempt(() -> goOn(group().receive(MlsMessage.parse(message), preSharedKeys())));
    }

    @Override
    public byte[] encrypt(byte[] data) throws PeerException {
        return attempt(() -> encode(goOn(group().encrypt(data, ByteString.EMPTY, Padding.toMultipleOf(32), random))));
    }

    @Override
    public byte[] decrypt(byte[] message) throws PeerException {
        Received received = attempt(() -> goOn(group().receive(MlsMessage.parse(message), PreSharedKeys.NONE)));
        if (received instanceof Received.ApplicationMessage application) {
            return application.data().toByteArray();
        }
        throw new PeerException("Paloma: not an application message");
    }

    @Override
    public void addPreSharedKey(byte[] id, byte[] secret) {
        preSharedKeys.put(ByteString.copyOf(id), secret);
    }

    private PreSharedKeys preSharedKeys() {
        return id -> id instanceof PreSharedKeyId.External external
                ? Optional.ofNullable(preSharedKeys.get(external.id())).map(SecretBytes::copyOf)
                : Optional.empty();
    }

    @Override
    public long epoch() {
        return group().context().epoch();
    }

    @Override
    public byte[] epochAuthenticator() {
        return group().epochAuthenticator().toByteArray();
    }

    @Override
    public byte[] exportSecret(String label, byte[] context, int length) {
        return group().export(label, context, length).dangerouslyExpose();
    }

    @Override
    public OptionalLong stateLength() {
        SecretBytes state = group().encodeState();
        try {
            return OptionalLong.of(
                    state.length() + new TlsWriter().write(group().tree()).toByteArray().length);
        } finally {
            state.erase();
        }
    }

    @Override
    public int leaf() {
        return group().ownIndex().value();
    }

    private static KeyPackage read(byte[] keyPackage) throws MlsException, PeerException {
        return parse(keyPackage, MlsMessage.OfKeyPackage.class).keyPackage();
    }

    private static <T extends MlsMessage> T parse(byte[] message, Class<T> type) throws MlsException, PeerException {
        MlsMessage parsed = MlsMessage.parse(message);
        if (!type.isInstance(parsed)) {
            throw new PeerException("Paloma: " + parsed.wireFormat() + " instead of " + type.getSimpleName());
        }
        return type.cast(parsed);
    }

    private static byte[] encode(MlsMessage message) {
        return new TlsWriter().write(message).toByteArray();
    }
}
