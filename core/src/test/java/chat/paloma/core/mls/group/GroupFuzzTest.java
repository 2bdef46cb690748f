package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.testing.PublishedMessages;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.welcome.GroupInfo;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that claim to be messages, at a live group. What comes out of each is an answer or one typed refusal, and a
 * refusal leaves the group as it was.
 */
class GroupFuzzTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    private static final Scene SCENE = Scene.set();
    private static final PublicGroup SERVER = SCENE.server();

    /** A group of three with somebody at the door, and honest messages of every kind. */
    private record Scene(
            Device ana,
            Device ben,
            ByteString bensState,
            Device dan,
            KeyPackageBundle dansPackage,
            ByteString welcome,
            ByteString groupInfo,
            List<byte[]> messages,
            List<byte[]> contents) {
        static Scene set() {
            try {
                Device ana = new Device(SUITE, "ana");
                Device ben = new Device(SUITE, "ben");
                Device cleo = new Device(SUITE, "cleo");
                Device dan = new Device(SUITE, "dan");
                Device.gather(ana, ben, cleo);
                KeyPackageBundle bundle = dan.keyPackage();
                byte[] anas = ana.group().encodeState().dangerouslyExpose();
                MlsMessage text = ana.say("hello");
                MlsMessage update =
                        ana.take(ana.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, ana.random));
                Proposal remove = new Proposal.Remove(cleo.group().ownIndex());
                MlsMessage hidden = ana.take(ana.group().propose(remove, MessageOptions.PRIVATE, ana.random));
                ana.store(Group.restore(
                        ana.crypto.provider(),
                        ana.settings,
                        anas,
                        ana.group().tree().encoded()));
                PendingCommit commit = ana.commit(CommitRequest.of(new Proposal.Add(bundle.keyPackage()), remove));
                Content commitContent = content(commit.commit());
                ana.store(ana.group().discard());
                byte[] info = ana.group()
                        .groupInfo(true, true, ExtensionList.EMPTY, ana.random)
                        .encoded();
                byte[] external = Group.joinExternally(
                                dan.externalJoinRequest(),
                                ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random),
                                dan.random,
                                Device.NOW)
                        .output()
                        .encoded();
                return new Scene(
                        ana,
                        ben,
                        ben.group().encodeState().dangerouslyPublish(),
                        dan,
                        bundle,
                        ByteString.adopt(commit.welcome().orElseThrow().encoded()),
                        ByteString.adopt(info),
                        List.of(
                                text.encoded(),
                                update.encoded(),
                                hidden.encoded(),
                                commit.commit().encoded(),
                                external),
                        List.of(
                                typed(commitContent),
                                typed(content(update)),
                                typed(new Content.Proposal(remove)),
                                typed(new Content.Proposal(
                                        new Proposal.Custom(Device.KNOWN_PROPOSAL, ByteString.utf8("x"))))));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static Content content(MlsMessage message) {
            return ((MlsMessage.OfPublicMessage) message)
                    .message()
                    .content()
                    .content()
                    .content();
        }

        private static byte[] typed(Content content) {
            return new TlsWriter().write(content.type()).write(content).toByteArray();
        }

        /** The same group as a server sees it, which nothing changes. */
        PublicGroup server() {
            Decoder<GroupInfo> decoder = GroupInfo::decode;
            try {
                return PublicGroup.of(
                        ben.crypto, decoder.decodeAll(groupInfo.toByteArray()), Optional.empty(), ben.settings.rules());
            } catch (DecodeException | MlsException e) {
                throw new IllegalStateException(e);
            }
        }

        Group bens() throws DecodeException {
            return Group.restore(
                    ben.crypto.provider(),
                    ben.settings,
                    bensState.toByteArray(),
                    ben.group().tree().encoded());
        }
    }

    static Stream<byte[]> messages() {
        Stream<byte[]> published = PublishedMessages.of(GroupFuzzTest::isMessage).stream()
                .map(each -> each.content().toByteArray());
        Stream<byte[]> own = Stream.concat(
                SCENE.messages().stream(), Stream.of(SCENE.welcome().toByteArray(), packageMessage(), infoMessage()));
        return Stream.concat(own, published);
    }

    /** Whether a field of the published vectors is an MLSMessage. */
    private static boolean isMessage(String field) {
        return field.startsWith("mls_") || field.startsWith("public_message") || field.equals("private_message");
    }

    private static byte[] packageMessage() {
        return new MlsMessage.OfKeyPackage(SCENE.dansPackage().keyPackage()).encoded();
    }

    private static byte[] infoMessage() {
        Decoder<GroupInfo> decoder = GroupInfo::decode;
        try {
            return new MlsMessage.OfGroupInfo(
                            decoder.decodeAll(SCENE.groupInfo().toByteArray()))
                    .encoded();
        } catch (DecodeException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<byte[]> contents() {
        return SCENE.contents().stream();
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void aMessageIsReadOrRefused(byte[] input) {
        try {
            assertArrayEquals(input, MlsMessage.parse(input).encoded());
        } catch (MlsException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void aGroupProcessesOrRefuses(byte[] input) throws Exception {
        Group bens = SCENE.bens();
        try {
            bens.receive(MlsMessage.parse(input), PreSharedKeys.NONE);
        } catch (MlsException refusal) {
            assertArrayEquals(
                    SCENE.bensState().toByteArray(), bens.encodeState().dangerouslyExpose());
        }
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void aServerFollowsOrRefuses(byte[] input) {
        try {
            SERVER.receive(MlsMessage.parse(input));
        } catch (MlsException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    /** The content is signed and tagged as its member would, so that the fuzzer gets behind the signature. */
    @MethodSource("contents")
    @FuzzTest(maxDuration = "1m")
    void aMemberOfBadWillGetsNothingButRefusals(byte[] input) throws Exception {
        Decoder<Content> decoder = in -> Content.decode(ContentType.decode(in), in);
        Content content;
        try {
            content = decoder.decodeAll(input);
        } catch (DecodeException e) {
            return;
        }
        if (content instanceof Content.Application) {
            return;
        }
        Device ana = SCENE.ana();
        MlsMessage message = Forgery.open(ana, ana.group().internals().ownSender(), content);
        Group bens = SCENE.bens();
        try {
            SERVER.receive(MlsMessage.parse(message.encoded()));
        } catch (MlsException refusal) {
            assert refusal.getMessage() != null;
        }
        try {
            bens.receive(MlsMessage.parse(message.encoded()), PreSharedKeys.NONE);
        } catch (MlsException refusal) {
            assertArrayEquals(
                    SCENE.bensState().toByteArray(), bens.encodeState().dangerouslyExpose());
        }
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "1m")
    void aJoinerJoinsOrRefuses(byte[] input) throws Exception {
        Device dan = SCENE.dan();
        try {
            switch (MlsMessage.parse(input)) {
                case MlsMessage.OfWelcome message ->
                    Group.join(dan.joinRequest(SCENE.dansPackage()), message.welcome(), Device.NOW);
                case MlsMessage.OfGroupInfo message ->
                    Group.joinExternally(dan.externalJoinRequest(), message.groupInfo(), dan.random, Device.NOW);
                default -> dan.keyPackage();
            }
        } catch (MlsException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
