package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.GroupId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.GroupContext;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.tree.ExtensionList;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** Epoch after epoch of a key schedule. */
public final class KeyScheduleVectors extends SuiteVectors {
    public KeyScheduleVectors() {
        super("mls key schedule", Set.of("cipher_suite", "epochs", "group_id", "initial_init_secret"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        GroupId groupId = new GroupId(Json.hex(entry, "group_id"));
        SecretBytes initSecret = Json.secret(entry, "initial_init_secret");
        long number = 0;
        for (JsonValue value : Json.field(entry, "epochs").asArray()) {
            JsonObject epoch = value.asObject();
            GroupContext context = new GroupContext(
                    crypto.suite(),
                    groupId,
                    number++,
                    Json.hex(epoch, "tree_hash"),
                    Json.hex(epoch, "confirmed_transcript_hash"),
                    ExtensionList.EMPTY);
            expectEqual(Json.hex(epoch, "group_context"), ByteString.adopt(context.encoded()), "group context");
            initSecret = checkEpoch(epoch, crypto, initSecret, context);
        }
    }

    private static SecretBytes checkEpoch(
            JsonObject epoch, MlsCrypto crypto, SecretBytes initSecret, GroupContext context) throws Exception {
        KeySchedule schedule = new KeySchedule(crypto);
        SecretBytes joiner = schedule.joinerSecret(initSecret, Json.secret(epoch, "commit_secret"), context);
        expectSecret(epoch, "joiner_secret", joiner);
        KeySchedule.MemberSecret member = schedule.memberSecret(joiner, Json.secret(epoch, "psk_secret"));
        expectSecret(epoch, "welcome_secret", member.welcomeSecret());
        EpochSecrets secrets = member.epoch(context);
        expectSecret(epoch, "init_secret", secrets.initSecret());
        expectSecret(epoch, "sender_data_secret", secrets.senderDataSecret());
        expectSecret(epoch, "encryption_secret", secrets.encryptionSecret());
        expectSecret(epoch, "exporter_secret", secrets.exporterSecret());
        expectEqual(Json.hex(epoch, "epoch_authenticator"), secrets.epochAuthenticator(), "epoch_authenticator");
        expectSecret(epoch, "external_secret", secrets.externalSecret());
        expectSecret(epoch, "confirmation_key", secrets.confirmationKey());
        expectSecret(epoch, "membership_key", secrets.membershipKey());
        expectSecret(epoch, "resumption_psk", secrets.resumptionPsk());
        expectEqual(
                Json.hex(epoch, "external_pub"),
                secrets.externalKeyPair(crypto).publicKey().bytes(),
                "external_pub");
        JsonObject exporter = Json.field(epoch, "exporter").asObject();
        SecretBytes exported = secrets.export(
                crypto,
                Json.field(exporter, "label").asString(),
                Json.bytes(exporter, "context"),
                Json.integer(exporter, "length"));
        expectSecret(exporter, "secret", exported);
        return secrets.initSecret();
    }

    private static void expectSecret(JsonObject epoch, String name, SecretBytes actual) {
        expectEqual(Json.hex(epoch, name), actual.dangerouslyPublish(), name);
    }
}
