package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ProtocolVersion;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.Capabilities;
import chat.paloma.core.mls.tree.Credential;
import chat.paloma.core.mls.tree.CredentialType;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.Lifetime;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's device in a test. It stores its state after every step and goes on from what it stored, so that every
 * scenario also shows that a stored group is a whole one; and every message goes through its encoding.
 */
final class Device {
    static final long NOW = 1_800_000_000L;
    static final ExtensionType KNOWN_EXTENSION = new ExtensionType(0xf123);
    static final ProposalType KNOWN_PROPOSAL = new ProposalType(0xf456);
    static final GroupSettings SETTINGS = GroupSettings.of(
            new GroupRules((credential, key) -> true, IdentityRules.BY_CREDENTIAL, CommitPolicy.ALLOW_ALL));

    final String name;
    final MlsCrypto crypto;
    final SeededRandom random;
    final SignatureKeyPair signatureKey;
    GroupSettings settings = SETTINGS;
    PreSharedKeys psks = PreSharedKeys.NONE;
    private @Nullable Group group;

    Device(CipherSuite suite, String name) {
        this.name = name;
        this.crypto = new MlsCrypto(suite, new BouncyCastleCrypto());
        this.random = new SeededRandom(name.hashCode());
        this.signatureKey = crypto.generateSignatureKeyPair(random);
    }

    Credential credential() {
        return new Credential.Basic(ByteString.utf8(name));
    }

    Capabilities capabilities() {
        return new Capabilities(
                List.of(ProtocolVersion.MLS_1_0),
                List.of(CipherSuiteId.of(crypto.suite())),
                List.of(ExtensionType.LAST_RESORT_KEY_PACKAGE, KNOWN_EXTENSION),
                List.of(KNOWN_PROPOSAL),
                List.of(CredentialType.BASIC));
    }

    KeyPackageBundle keyPackage(Extension... extensions) throws CryptoException {
        return KeyPackageBundle.generate(
                crypto,
                signatureKey,
                new KeyPackageBundle.Description(
                        credential(),
                        capabilities(),
                        new Lifetime(NOW - 3600, NOW + 3600),
                        ExtensionList.EMPTY,
                        ExtensionList.of(extensions)),
                random);
    }

    Group group() {
        Group current = group;
        if (current == null) {
            throw new IllegalStateException(name + " is in no group");
        }
        return current;
    }

    GroupCreation creation(String id, Extension... extensions) throws CryptoException {
        return new GroupCreation(
                crypto,
                settings,
                new GroupId(ByteString.utf8(id)),
                keyPackage(),
                signatureKey.privateKey(),
                ExtensionList.of(extensions));
    }

    void create(String id, Extension... extensions) throws Exception {
        store(Group.create(creation(id, extensions), random, NOW));
    }

    JoinRequest joinRequest(KeyPackageBundle keyPackage) {
        return JoinRequest.of(crypto, settings, keyPackage, signatureKey.privateKey())
                .withPreSharedKeys(psks);
    }

    void join(JoinRequest request, PendingCommit commit) throws Exception {
        MlsMessage welcome = sent(commit.welcome().orElseThrow());
        store(Group.join(
                request, assertInstanceOf(MlsMessage.OfWelcome.class, welcome).welcome(), NOW));
    }

    ExternalJoinRequest externalJoinRequest() {
        return ExternalJoinRequest.of(crypto, settings, signatureKey, credential(), capabilities());
    }

    /** Stores a group and goes on with the stored one. */
    void store(Group next) throws DecodeException {
        byte[] state = next.encodeState().dangerouslyExpose();
        Group restored =
                Group.restore(crypto.provider(), settings, state, next.tree().encoded());
        assertArrayEquals(state, restored.encodeState().dangerouslyExpose());
        group = restored;
    }

    <T> T take(Step<T> step) throws DecodeException {
        store(step.next());
        return step.output();
    }

    void leave() {
        group = null;
    }

    MlsMessage say(String text) throws Exception {
        return sent(take(group().encrypt(
                        ByteString.utf8(text).toByteArray(), ByteString.EMPTY, Padding.toMultipleOf(64), random)));
    }

    PendingCommit commit(CommitRequest request) throws Exception {
        return take(group().commit(request.withPreSharedKeys(psks), random, NOW));
    }

    /** Commits, and takes it for accepted. */
    PendingCommit commitAndConfirm(CommitRequest request) throws Exception {
        PendingCommit commit = commit(request);
        take(group().confirm());
        return commit;
    }

    Received receive(MlsMessage message) throws Exception {
        Step<? extends Received> step = group().receive(sent(message), psks);
        if (step.output() instanceof Received.Advanced advanced && advanced.selfRemoved()) {
            leave();
            return advanced;
        }
        store(step.next());
        return step.output();
    }

    void hears(String text, MlsMessage message) throws Exception {
        Received.ApplicationMessage received = assertInstanceOf(Received.ApplicationMessage.class, receive(message));
        assertEquals(ByteString.utf8(text), received.data());
    }

    Optional<UnverifiedRatchetTree> treeOf(Group other) throws DecodeException {
        return Optional.of(
                UnverifiedRatchetTree.decode(crypto, new TlsReader(other.tree().encoded())));
    }

    static MlsMessage sent(MlsMessage message) throws MlsException {
        return MlsMessage.parse(message.encoded());
    }

    /** That all of these are in one epoch and agree on it. */
    static void assertAgree(Device... devices) {
        for (Device device : devices) {
            assertEquals(devices[0].group().context(), device.group().context());
            assertEquals(devices[0].group().epochAuthenticator(), device.group().epochAuthenticator());
            assertEquals(
                    devices[0].group().tree().treeHash(), device.group().tree().treeHash());
        }
    }

    /** A group of all of these, made by the first. */
    static void gather(Device... devices) throws Exception {
        gather(List.of(), devices);
    }

    static void gather(List<Extension> extensions, Device... devices) throws Exception {
        devices[0].create("a group", extensions.toArray(new Extension[0]));
        KeyPackageBundle[] bundles = new KeyPackageBundle[devices.length];
        List<KeyPackage> packages = new ArrayList<>();
        for (int i = 1; i < devices.length; i++) {
            bundles[i] = devices[i].keyPackage();
            packages.add(bundles[i].keyPackage());
        }
        PendingCommit commit = devices[0].commitAndConfirm(CommitRequest.adding(packages));
        for (int i = 1; i < devices.length; i++) {
            devices[i].join(devices[i].joinRequest(bundles[i]), commit);
        }
        assertAgree(devices);
    }
}
