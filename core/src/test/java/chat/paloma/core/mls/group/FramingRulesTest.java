package chat.paloma.core.mls.group;

import static chat.paloma.core.mls.group.Device.gather;
import static chat.paloma.core.mls.testing.Refusals.assertBreaks;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.MlsLimits;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.secrettree.RatchetKey;
import chat.paloma.core.mls.secrettree.RatchetKind;
import chat.paloma.core.mls.secrettree.ReuseGuard;
import chat.paloma.core.mls.secrettree.SenderData;
import chat.paloma.core.mls.secrettree.SenderDataKey;
import chat.paloma.core.mls.tree.LeafIndex;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every rule for messages as such, broken once. */
class FramingRulesTest {
    private static final CipherSuite SUITE = CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519;
    private final Device ana = new Device(SUITE, "ana");
    private final Device ben = new Device(SUITE, "ben");

    @BeforeEach
    void begin() throws Exception {
        gather(ana, ben);
    }

    private static Content remove(int leaf) {
        return new Content.Proposal(new Proposal.Remove(new LeafIndex(leaf)));
    }

    @Test
    void ofAnotherGroup() throws Exception {
        Device cleo = new Device(SUITE, "cleo");
        cleo.create("another group");
        MlsMessage message = cleo.say("hello");
        assertBreaks(ValidationRule.FRAME_GROUP, () -> ana.receive(message));
        MlsMessage open = Forgery.open(cleo, new Sender.Member(new LeafIndex(0)), remove(0));
        assertBreaks(ValidationRule.FRAME_GROUP, () -> ana.receive(open));
    }

    @Test
    void ofNobody() throws Exception {
        MlsMessage message = Forgery.open(ben, new Sender.Member(new LeafIndex(9)), remove(0));
        assertBreaks(ValidationRule.FRAME_SENDER, () -> ana.receive(message));
    }

    @Test
    void ofSomebodyWhoMayNotSendThat() throws Exception {
        MlsMessage proposal = Forgery.open(ben, new Sender.NewMemberCommit(), remove(0));
        assertBreaks(ValidationRule.FRAME_CONTENT_TYPE, () -> ana.receive(proposal));
        MlsMessage other = Forgery.open(ben, new Sender.NewMemberProposal(), remove(0));
        assertBreaks(ValidationRule.FRAME_CONTENT_TYPE, () -> ana.receive(other));
        MlsMessage custom = Forgery.open(
                ben,
                new Sender.External(0),
                new Content.Proposal(new Proposal.Custom(Device.KNOWN_PROPOSAL, ByteString.EMPTY)));
        assertBreaks(ValidationRule.PROPOSAL_OUTSIDE_TYPE, () -> ana.receive(custom));
    }

    @Test
    void applicationDataInTheClear() throws Exception {
        GroupState state = ben.group().internals();
        AuthenticatedContent content = Sending.sign(
                state, new Content.Application(ByteString.utf8("hello")), false, ByteString.EMPTY, ben.random);
        MlsMessage message =
                new MlsMessage.OfPublicMessage(new PublicMessage(content, Optional.of(ByteString.utf8("tag"))));
        assertBreaks(ValidationRule.APPLICATION_ENCRYPTED, () -> ana.receive(message));
    }

    @Test
    void aWrongMembershipTag() throws Exception {
        MlsMessage.OfPublicMessage honest = (MlsMessage.OfPublicMessage)
                Forgery.open(ben, new Sender.Member(ben.group().ownIndex()), remove(0));
        MlsMessage message = new MlsMessage.OfPublicMessage(
                new PublicMessage(honest.message().content(), Optional.of(ByteString.adopt(new byte[32]))));
        assertBreaks(ValidationRule.MEMBERSHIP_TAG, () -> ana.receive(message));
    }

    @Test
    void somebodyElsesSignature() throws Exception {
        MlsMessage message = Forgery.open(ben, new Sender.Member(ana.group().ownIndex()), remove(1));
        assertBreaks(ValidationRule.FRAME_SIGNATURE, () -> ana.receive(message));
    }

    private static ByteString flipped(ByteString bytes, int at) {
        byte[] changed = bytes.toByteArray();
        changed[at] ^= 1;
        return ByteString.adopt(changed);
    }

    @Test
    void whatDoesNotDecrypt() throws Exception {
        PrivateMessage honest = ((MlsMessage.OfPrivateMessage) ben.say("hello")).message();
        PrivateMessage senderData = new PrivateMessage(
                honest.groupId(),
                honest.epoch(),
                honest.contentType(),
                honest.authenticatedData(),
                flipped(honest.encryptedSenderData(), 0),
                honest.ciphertext());
        assertBreaks(
                ValidationRule.SENDER_DATA_DECRYPTION, () -> ana.receive(new MlsMessage.OfPrivateMessage(senderData)));
        PrivateMessage content = new PrivateMessage(
                honest.groupId(),
                honest.epoch(),
                honest.contentType(),
                honest.authenticatedData(),
                honest.encryptedSenderData(),
                flipped(honest.ciphertext(), honest.ciphertext().length() - 1));
        assertBreaks(ValidationRule.CONTENT_DECRYPTION, () -> ana.receive(new MlsMessage.OfPrivateMessage(content)));
        ana.hears("hello", new MlsMessage.OfPrivateMessage(honest));
    }

    @Test
    void paddingThatIsNotZero() throws Exception {
        GroupState state = ben.group().internals();
        AuthenticatedContent content = Sending.sign(
                state, new Content.Application(ByteString.utf8("hello")), true, ByteString.EMPTY, ben.random);
        byte[] plaintext = new TlsWriter()
                .write(content.content().content())
                .write(content.signature())
                .writeUint8(0)
                .writeUint8(1)
                .toByteArray();
        RatchetKey key = state.secrets.messages().nextKey(state.ownIndex().value(), RatchetKind.APPLICATION);
        ReuseGuard guard = ReuseGuard.random(ben.random);
        TlsWriter header = new TlsWriter()
                .write(content.content().groupId())
                .writeUint64(content.content().epoch())
                .write(ContentType.APPLICATION);
        byte[] senderDataHeader = header.toByteArray();
        byte[] ciphertext = state.crypto.seal(
                key.key(),
                key.guardedNonce(guard),
                header.write(ByteString.EMPTY).toByteArray(),
                plaintext);
        SenderDataKey senderDataKey =
                SenderDataKey.derive(state.crypto, state.secrets.epoch().senderDataSecret(), ciphertext);
        byte[] senderData = state.crypto.seal(
                senderDataKey.key(),
                senderDataKey.nonce().dangerouslyExpose(),
                senderDataHeader,
                new SenderData(state.ownIndex().value(), key.generation(), guard).encoded());
        MlsMessage message = new MlsMessage.OfPrivateMessage(new PrivateMessage(
                content.content().groupId(),
                content.content().epoch(),
                ContentType.APPLICATION,
                ByteString.EMPTY,
                ByteString.adopt(senderData),
                ByteString.adopt(ciphertext)));
        assertBreaks(ValidationRule.ZERO_PADDING, () -> ana.receive(message));
    }

    @Test
    void onesOwnMessage() throws Exception {
        MlsMessage message = ana.say("hello");
        assertBreaks(ValidationRule.OWN_MESSAGE, () -> ana.receive(message));
    }

    @Test
    void tooFarAhead() throws Exception {
        GroupState state = ben.group().internals();
        for (int i = 0; i <= MlsLimits.MAX_GENERATION_GAP; i++) {
            state.secrets
                    .messages()
                    .nextKey(state.ownIndex().value(), RatchetKind.APPLICATION)
                    .erase();
        }
        MlsMessage message = ben.say("hello");
        assertBreaks(ValidationRule.GENERATION_GAP, () -> ana.receive(message));
    }

    @Test
    void whatIsNoMessageOfAGroup() throws Exception {
        MlsMessage message = new MlsMessage.OfKeyPackage(ben.keyPackage().keyPackage());
        assertBreaks(ValidationRule.EXPECTED_MESSAGE, () -> ana.receive(message));
        assertBreaks(ValidationRule.WELL_FORMED, () -> MlsMessage.parse(new byte[] {0, 1, 0, 9}));
        Assertions.assertEquals(WireFormat.KEY_PACKAGE, message.wireFormat());
    }
}
