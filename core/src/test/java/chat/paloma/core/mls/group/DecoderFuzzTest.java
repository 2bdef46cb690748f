package chat.paloma.core.mls.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.proposal.ExternalSender;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.ReuseGuard;
import chat.paloma.core.mls.secrettree.SenderData;
import chat.paloma.core.mls.testing.PublishedMessages;
import chat.paloma.core.mls.testing.PublishedMessages.Published;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.RequiredCapabilities;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.GroupSecrets;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The decoders of what lies inside messages, some of it encrypted, and of what a device and a server store. */
class DecoderFuzzTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    private static final CryptoProvider PROVIDER = new BouncyCastleCrypto();
    private static final List<Kind> KINDS = List.of(Kind.values());
    private static final Stored STORED = Stored.make();

    /** By their types, from 1 on. */
    private static final List<String> PUBLISHED_PROPOSALS = List.of(
            "add_proposal",
            "update_proposal",
            "remove_proposal",
            "pre_shared_key_proposal",
            "re_init_proposal",
            "external_init_proposal",
            "group_context_extensions_proposal");

    /** What the first byte of an input chooses among. */
    private enum Kind {
        GROUP_SECRETS(in -> {
            GroupSecrets secrets = GroupSecrets.decode(in);
            return out -> out.writeBytes(secrets.dangerouslyEncode().dangerouslyExpose());
        }),
        SENDER_DATA(SenderData::decode),
        SIGNED_CONTENT(AuthenticatedContent::decode),
        PROPOSAL(Proposal::decode),
        COMMIT(Commit::decode),
        CONTEXT(GroupContext::decode),
        GROUP_INFO(GroupInfo::decode),
        EXTENSIONS(in -> ExtensionList.decode(in, MlsLimits.MAX_GROUP_EXTENSION_LENGTH)),
        REQUIRED_CAPABILITIES(RequiredCapabilities::decode),
        EXTERNAL_SENDER(ExternalSender::decode);

        private final Decoder<TlsEncodable> decoder;

        Kind(Decoder<TlsEncodable> decoder) {
            this.decoder = decoder;
        }

        byte[] input(TlsEncodable value) {
            return input(value.encoded());
        }

        byte[] input(byte[] encoded) {
            return new TlsWriter()
                    .writeUint8(KINDS.indexOf(this))
                    .writeBytes(encoded)
                    .toByteArray();
        }
    }

    /** A group with something of everything, as a member and a server store it. */
    private record Stored(ByteString tree, List<byte[]> states, List<byte[]> serverStates, List<byte[]> inputs) {
        static Stored make() {
            try {
                Device ana = new Device(SUITE, "ana");
                Device ben = new Device(SUITE, "ben");
                Device.gather(ana, ben);
                ana.receive(ben.commitAndConfirm(CommitRequest.of()).commit());
                ben.say("never arrives");
                ana.receive(ben.say("jumps over one"));
                byte[] quiet = ana.group().encodeState().dangerouslyExpose();
                GroupInfo info = ana.group().groupInfo(true, true, ExtensionList.EMPTY, ana.random);
                PublicGroup server = PublicGroup.of(
                        ana.crypto,
                        info,
                        ana.treeOf(ana.group()),
                        ana.group().internals().settings.rules());
                MlsMessage update =
                        ana.take(ana.group().proposeUpdate(LeafChange.NONE, MessageOptions.PUBLIC, ana.random));
                server = server.receive(update).next();
                ana.take(ana.group().commit(CommitRequest.of(), ana.random, Device.NOW));
                PublicMessage message = ((MlsMessage.OfPublicMessage) update).message();
                return new Stored(
                        ByteString.adopt(ana.group().tree().encoded()),
                        List.of(quiet, ana.group().encodeState().dangerouslyExpose()),
                        List.of(server.encodeState().toByteArray()),
                        List.of(
                                Kind.SENDER_DATA.input(new SenderData(1, 2, new ReuseGuard(ByteString.utf8("four")))),
                                Kind.SIGNED_CONTENT.input(message.content()),
                                Kind.CONTEXT.input(ana.group().context()),
                                Kind.GROUP_INFO.input(info),
                                Kind.EXTENSIONS.input(info.extensions()),
                                Kind.REQUIRED_CAPABILITIES.input(RequiredCapabilities.NONE),
                                Kind.EXTERNAL_SENDER.input(
                                        new ExternalSender(ana.signatureKey.publicKey(), ana.credential()))));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Stream<byte[]> values() {
        return Stream.concat(
                STORED.inputs().stream(),
                PublishedMessages.of(field -> true).stream().flatMap(DecoderFuzzTest::input));
    }

    private static Stream<byte[]> input(Published published) {
        byte[] content = published.content().toByteArray();
        int type = PUBLISHED_PROPOSALS.indexOf(published.field()) + 1;
        return switch (published.field()) {
            case "group_secrets" -> Stream.of(Kind.GROUP_SECRETS.input(content));
            case "commit" -> Stream.of(Kind.COMMIT.input(content));
            default ->
                type == 0
                        ? Stream.empty()
                        : Stream.of(Kind.PROPOSAL.input(new TlsWriter()
                                .writeUint16(type)
                                .writeBytes(content)
                                .toByteArray()));
        };
    }

    static Stream<byte[]> states() {
        return STORED.states().stream();
    }

    static Stream<byte[]> serverStates() {
        return STORED.serverStates().stream();
    }

    @MethodSource("values")
    @FuzzTest(maxDuration = "1m")
    void aValueIsReadOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Kind kind = KINDS.get((input[0] & 0xff) % KINDS.size());
        byte[] encoded = Arrays.copyOfRange(input, 1, input.length);
        try {
            assertArrayEquals(encoded, kind.decoder.decodeAll(encoded).encoded());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("states")
    @FuzzTest(maxDuration = "1m")
    void aStoredGroupIsRestoredOrRefused(byte[] input) {
        try {
            Group restored = Group.restore(
                    PROVIDER, Device.SETTINGS, input, STORED.tree().toByteArray());
            assertArrayEquals(input, restored.encodeState().dangerouslyExpose());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }

    @MethodSource("serverStates")
    @FuzzTest(maxDuration = "1m")
    void whatAServerStoredIsRestoredOrRefused(byte[] input) {
        try {
            PublicGroup restored = PublicGroup.restore(
                    PROVIDER, Device.SETTINGS.rules(), input, STORED.tree().toByteArray());
            assertArrayEquals(input, restored.encodeState().toByteArray());
        } catch (DecodeException refusal) {
            assert refusal.getMessage() != null;
        }
    }
}
