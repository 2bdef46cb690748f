package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.crypto.SignaturePublicKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.mls.schedule.EpochSecrets;
import chat.paloma.core.mls.schedule.KeySchedule;
import chat.paloma.core.mls.schedule.PreSharedKey;
import chat.paloma.core.mls.welcome.GroupInfo;
import chat.paloma.core.mls.welcome.GroupSecrets;
import chat.paloma.core.mls.welcome.Welcome;
import com.eclipsesource.json.JsonObject;
import java.util.List;
import java.util.Set;

/** What a Welcome hides, without the tree. */
public final class WelcomeVectors extends SuiteVectors {
    public WelcomeVectors() {
        super("mls welcome", Set.of("cipher_suite", "init_priv", "key_package", "signer_pub", "welcome"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        KeyPackage keyPackage =
                ((MlsMessage.OfKeyPackage) MlsMessage.parse(Json.bytes(entry, "key_package"))).keyPackage();
        Welcome welcome = ((MlsMessage.OfWelcome) MlsMessage.parse(Json.bytes(entry, "welcome"))).welcome();
        GroupSecrets secrets =
                welcome.openSecrets(crypto, keyPackage.reference(crypto), hpkePrivateKey(entry, "init_priv", crypto));
        KeySchedule.MemberSecret member =
                new KeySchedule(crypto).memberSecret(secrets.joinerSecret(), PreSharedKey.combine(crypto, List.of()));
        GroupInfo groupInfo = welcome.openGroupInfo(crypto, member.welcomeKey());
        expect(
                groupInfo.verify(crypto, new SignaturePublicKey(Json.hex(entry, "signer_pub"))),
                "the GroupInfo's signature does not verify");
        EpochSecrets epoch = member.epoch(groupInfo.context());
        expect(
                epoch.confirms(crypto, groupInfo.context().confirmedTranscriptHash(), groupInfo.confirmationTag()),
                "the confirmation tag does not verify");
    }
}
