package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.Content;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.framing.FramedContent;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.Padding;
import chat.paloma.core.mls.framing.PrivateMessage;
import chat.paloma.core.mls.framing.PublicMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.proposal.Sender;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.secrettree.SecretTree;
import chat.paloma.core.mls.secrettree.SenderData;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.LeafIndex;
import com.eclipsesource.json.JsonObject;
import java.util.Set;

/** Messages in both framings, read and made. The sender is always leaf 1 of a group of two. */
public final class MessageProtectionVectors extends SuiteVectors {
    private static final LeafIndex SENDER = new LeafIndex(1);

    public MessageProtectionVectors() {
        super(
                "mls message protection",
                Set.of(
                        "cipher_suite",
                        "membership_key",
                        "sender_data_secret",
                        "proposal_priv",
                        "commit_priv",
                        "application_priv"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        Group group = new Group(entry, crypto);
        group.checkPublic(ContentType.PROPOSAL, "proposal");
        group.checkPublic(ContentType.COMMIT, "commit");
        group.checkPrivate(ContentType.PROPOSAL, "proposal");
        group.checkPrivate(ContentType.COMMIT, "commit");
        group.checkPrivate(ContentType.APPLICATION, "application");
        group.checkApplicationStaysPrivate();
    }

    /** The keys of one case. */
    private record Group(JsonObject entry, MlsCrypto crypto) {
        GroupContext context() {
            return new GroupContext(
                    crypto.suite(),
                    new GroupId(Json.hex(entry, "group_id")),
                    Json.unsignedLong(entry, "epoch"),
                    Json.hex(entry, "tree_hash"),
                    Json.hex(entry, "confirmed_transcript_hash"),
                    ExtensionList.EMPTY);
        }

        SecretTree secretTree() {
            return new SecretTree(crypto, Json.secret(entry, "encryption_secret"), 2);
        }

        SecretBytes senderDataSecret() {
            return Json.secret(entry, "sender_data_secret");
        }

        SecretBytes membershipKey() {
            return Json.secret(entry, "membership_key");
        }

        SignaturePublicKey verificationKey() {
            return new SignaturePublicKey(Json.hex(entry, "signature_pub"));
        }

        Content content(ContentType type, String name) throws Exception {
            if (type == ContentType.APPLICATION) {
                return new Content.Application(Json.hex(entry, name));
            }
            Decoder<Content> decoder = in -> Content.decode(type, in);
            return decoder.decodeAll(Json.bytes(entry, name));
        }

        AuthenticatedContent signed(ContentType type, String name, WireFormat wireFormat) throws Exception {
            FramedContent framed = new FramedContent(
                    context().groupId(),
                    context().epoch(),
                    new Sender.Member(SENDER),
                    ByteString.utf8("authenticated"),
                    content(type, name));
            SignaturePrivateKey key = signaturePrivateKey(entry, "signature_priv", crypto);
            AuthenticatedContent signed =
                    AuthenticatedContent.sign(crypto, key, wireFormat, framed, context(), new CountingRandom());
            return type == ContentType.COMMIT ? signed.withConfirmationTag(ByteString.utf8("tag")) : signed;
        }

        void checkPublic(ContentType type, String name) throws Exception {
            byte[] given = Json.bytes(entry, name + "_pub");
            MlsMessage message = MlsMessage.parse(given);
            expectEqual(ByteString.adopt(given), ByteString.adopt(message.encoded()), "encoding of the message");
            expectPublic(((MlsMessage.OfPublicMessage) message).message(), type, name);

            PublicMessage made = PublicMessage.protect(
                    crypto, signed(type, name, WireFormat.PUBLIC_MESSAGE), context(), membershipKey());
            expectPublic(PublicMessage.decode(new TlsReader(made.encoded())), type, name);
        }

        void expectPublic(PublicMessage message, ContentType type, String name) throws Exception {
            expectContent(message.unprotect(crypto, context(), membershipKey()), type, name);
        }

        void checkPrivate(ContentType type, String name) throws Exception {
            MlsMessage message = MlsMessage.parse(Json.bytes(entry, name + "_priv"));
            expectPrivate(((MlsMessage.OfPrivateMessage) message).message(), type, name);

            PrivateMessage made = PrivateMessage.protect(
                    crypto,
                    signed(type, name, WireFormat.PRIVATE_MESSAGE),
                    senderDataSecret(),
                    secretTree().nextKey(SENDER.value(), type.ratchet()),
                    Padding.toMultipleOf(256),
                    new CountingRandom());
            expectPrivate(PrivateMessage.decode(new TlsReader(made.encoded())), type, name);
        }

        void expectPrivate(PrivateMessage message, ContentType type, String name) throws Exception {
            SenderData senderData = message.openSenderData(crypto, senderDataSecret());
            expectEqual((long) SENDER.value(), senderData.leafIndex(), "sender");
            SecretTree.Candidate key = secretTree().candidate(SENDER.value(), type.ratchet(), senderData.generation());
            expectContent(message.openContent(crypto, senderData, key.key()), type, name);
        }

        void expectContent(AuthenticatedContent content, ContentType type, String name) throws Exception {
            expect(content.verify(crypto, verificationKey(), context()), "the signature does not verify");
            expectEqual(content(type, name), content.content().content(), name);
        }

        void checkApplicationStaysPrivate() throws Exception {
            AuthenticatedContent content = signed(ContentType.APPLICATION, "application", WireFormat.PUBLIC_MESSAGE);
            boolean refused = false;
            try {
                PublicMessage.protect(crypto, content, context(), membershipKey());
            } catch (IllegalArgumentException e) {
                refused = true;
            }
            expect(refused, "application data was framed in the clear");
        }
    }
}
