package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.CommitPolicy;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.GroupRules;
import chat.paloma.core.mls.group.GroupSettings;
import chat.paloma.core.mls.group.IdentityRules;
import chat.paloma.core.mls.group.JoinRequest;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.schedule.PreSharedKeyId;
import chat.paloma.core.mls.tree.UnverifiedRatchetTree;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A client that joins by a Welcome and follows what the others do. It stores its state and restores it after every step,
 * so that the stored form is checked along.
 */
public final class PassiveClientVectors extends SuiteVectors {
    private static final GroupSettings SETTINGS = GroupSettings.of(
            new GroupRules((credential, key) -> true, IdentityRules.BY_SIGNATURE_KEY, CommitPolicy.ALLOW_ALL));

    public PassiveClientVectors() {
        super(
                "mls passive client",
                Set.of(
                        "cipher_suite",
                        "external_psks",
                        "key_package",
                        "signature_priv",
                        "encryption_priv",
                        "init_priv",
                        "welcome",
                        "initial_epoch_authenticator",
                        "epochs"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        PreSharedKeys psks = externalPsks(entry);
        Group group = restored(join(entry, crypto, psks), crypto);
        expectEqual(
                Json.hex(entry, "initial_epoch_authenticator"), group.epochAuthenticator(), "authenticator at first");
        for (JsonValue value : Json.field(entry, "epochs").asArray()) {
            JsonObject epoch = value.asObject();
            for (JsonValue proposal : Json.field(epoch, "proposals").asArray()) {
                group = receive(group, proposal.asString(), psks);
            }
            group = restored(receive(group, Json.field(epoch, "commit").asString(), psks), crypto);
            expectEqual(
                    Json.hex(epoch, "epoch_authenticator"),
                    group.epochAuthenticator(),
                    "authenticator of epoch " + group.context().epoch());
        }
    }

    private static Group join(JsonObject entry, MlsCrypto crypto, PreSharedKeys psks) throws Exception {
        KeyPackage keyPackage =
                ((MlsMessage.OfKeyPackage) MlsMessage.parse(Json.bytes(entry, "key_package"))).keyPackage();
        SignaturePrivateKey signatureKey = signaturePrivateKey(entry, "signature_priv", crypto);
        HpkePrivateKey leafKey = hpkePrivateKey(entry, "encryption_priv", crypto);
        HpkePrivateKey initKey = hpkePrivateKey(entry, "init_priv", crypto);
        expectEqual(
                keyPackage.leafNode().signatureKey(),
                crypto.provider().signaturePublicKey(crypto.suite().signature(), signatureKey),
                "signature key");
        expectEqual(keyPackage.leafNode().encryptionKey(), crypto.hpkePublicKey(leafKey), "encryption key");
        expectEqual(keyPackage.initKey(), crypto.hpkePublicKey(initKey), "init key");
        JoinRequest request = JoinRequest.of(
                        crypto, SETTINGS, new KeyPackageBundle(keyPackage, initKey, leafKey), signatureKey)
                .withPreSharedKeys(psks);
        JsonValue tree = entry.get("ratchet_tree");
        if (tree != null && !tree.isNull()) {
            TlsReader in = new TlsReader(Json.bytes(entry, "ratchet_tree"));
            request = request.withTree(UnverifiedRatchetTree.decode(crypto, in));
            in.expectEnd();
        }
        MlsMessage welcome = MlsMessage.parse(Json.bytes(entry, "welcome"));
        return Group.join(request, ((MlsMessage.OfWelcome) welcome).welcome(), 0);
    }

    private static Group receive(Group group, String message, PreSharedKeys psks) throws Exception {
        return group.receive(MlsMessage.parse(ByteString.fromHex(message).toByteArray()), psks)
                .next();
    }

    private static PreSharedKeys externalPsks(JsonObject entry) {
        Map<ByteString, ByteString> psks = new TreeMap<>();
        for (JsonValue value : Json.field(entry, "external_psks").asArray()) {
            JsonObject psk = value.asObject();
            psks.put(Json.hex(psk, "psk_id"), Json.hex(psk, "psk"));
        }
        return id -> id instanceof PreSharedKeyId.External external
                ? Optional.ofNullable(psks.get(external.id())).map(psk -> SecretBytes.adopt(psk.toByteArray()))
                : Optional.empty();
    }

    private static Group restored(Group group, MlsCrypto crypto) throws Exception {
        SecretBytes state = group.encodeState();
        Group restored = Group.restore(
                crypto.provider(),
                SETTINGS,
                state.dangerouslyExpose(),
                group.tree().encoded());
        expect(state.constantTimeEquals(restored.encodeState()), "a restored group stores itself differently");
        return restored;
    }
}
