package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.commit.Commit;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.framing.WireFormat;
import chat.paloma.core.mls.proposal.Proposal;
import chat.paloma.core.mls.tree.ProposalType;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import chat.paloma.core.mls.welcome.GroupSecrets;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** Every structure that travels, read and written back byte for byte. */
public final class MessagesVectors implements VectorKind {
    private static final Set<String> FIELDS =
            Set.of("mls_welcome", "mls_group_info", "ratchet_tree", "group_secrets", "commit", "private_message");

    @Override
    public String name() {
        return "mls messages";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        MlsCrypto crypto = new MlsCrypto(CipherSuite.MLS_128_DHKEMX25519_AES128GCM_SHA256_ED25519, run.crypto());
        int index = 0;
        for (JsonValue value : document.asArray()) {
            JsonObject entry = value.asObject();
            run.check("mls messages " + index++, () -> check(entry, crypto));
        }
    }

    private static void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        checkMessage(entry, "mls_welcome", WireFormat.WELCOME);
        checkMessage(entry, "mls_group_info", WireFormat.GROUP_INFO);
        checkMessage(entry, "mls_key_package", WireFormat.KEY_PACKAGE);
        checkMessage(entry, "public_message_application", WireFormat.PUBLIC_MESSAGE);
        checkMessage(entry, "public_message_proposal", WireFormat.PUBLIC_MESSAGE);
        checkMessage(entry, "public_message_commit", WireFormat.PUBLIC_MESSAGE);
        checkMessage(entry, "private_message", WireFormat.PRIVATE_MESSAGE);
        checkProposal(entry, "add_proposal", ProposalType.ADD);
        checkProposal(entry, "update_proposal", ProposalType.UPDATE);
        checkProposal(entry, "remove_proposal", ProposalType.REMOVE);
        checkProposal(entry, "pre_shared_key_proposal", ProposalType.PSK);
        checkProposal(entry, "re_init_proposal", ProposalType.REINIT);
        checkProposal(entry, "external_init_proposal", ProposalType.EXTERNAL_INIT);
        checkProposal(entry, "group_context_extensions_proposal", ProposalType.GROUP_CONTEXT_EXTENSIONS);
        checkEncoding(entry, "commit", Commit::decode);
        checkEncoding(
                entry,
                "ratchet_tree",
                in -> UnverifiedRatchetTree.decode(crypto, in).dangerouslyTrust());
        Decoder<GroupSecrets> groupSecrets = GroupSecrets::decode;
        GroupSecrets secrets = groupSecrets.decodeAll(Json.bytes(entry, "group_secrets"));
        expectEqual(
                Json.hex(entry, "group_secrets"), secrets.dangerouslyEncode().dangerouslyPublish(), "group_secrets");
    }

    private static void checkMessage(JsonObject entry, String field, WireFormat wireFormat) throws Exception {
        byte[] given = Json.bytes(entry, field);
        MlsMessage message = MlsMessage.parse(given);
        expectEqual(wireFormat, message.wireFormat(), field + "'s wire format");
        expectEqual(ByteString.adopt(given), ByteString.adopt(message.encoded()), field);
    }

    /** The vectors have the body of a proposal alone, without its type. */
    private static void checkProposal(JsonObject entry, String field, ProposalType type) throws Exception {
        byte[] typed =
                new TlsWriter().write(type).writeBytes(Json.bytes(entry, field)).toByteArray();
        Decoder<Proposal> decoder = Proposal::decode;
        expectEqual(
                ByteString.adopt(typed),
                ByteString.adopt(decoder.decodeAll(typed).encoded()),
                field);
    }

    private static <T extends TlsEncodable> void checkEncoding(JsonObject entry, String field, Decoder<T> decoder)
            throws Exception {
        byte[] given = Json.bytes(entry, field);
        expectEqual(
                ByteString.adopt(given),
                ByteString.adopt(decoder.decodeAll(given).encoded()),
                field);
    }
}
