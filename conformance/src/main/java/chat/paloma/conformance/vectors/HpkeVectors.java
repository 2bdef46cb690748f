package chat.paloma.conformance.vectors;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.AeadAlgorithm;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.HpkePublicKey;
import chat.paloma.core.crypto.hpke.Hpke;
import chat.paloma.core.crypto.hpke.HpkeContext;
import chat.paloma.core.crypto.hpke.Kem;
import chat.paloma.core.crypto.hpke.Kems;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Optional;
import java.util.Set;

/** HPKE vectors: those of RFC 9180 in all four modes, and those of draft-ietf-hpke-pq. */
final class HpkeVectors implements VectorKind {
    private static final Set<String> FIELDS =
            Set.of("mode", "kem_id", "kdf_id", "aead_id", "info", "ikmR", "ikmE", "enc", "encryptions", "exports");
    private static final int EXPORT_ONLY = 0xffff;
    private static final int MAX_MESSAGES = 1000;

    @Override
    public String name() {
        return "hpke";
    }

    @Override
    public boolean recognises(JsonValue document) {
        return Json.isListOf(document, FIELDS);
    }

    @Override
    public void run(JsonValue document, VectorRun run) {
        for (JsonValue value : document.asArray()) {
            JsonObject entry = value.asObject();
            int kemId = Json.integer(entry, "kem_id");
            int kdfId = Json.integer(entry, "kdf_id");
            Optional<Kem> kem = Kems.byId(kemId);
            Optional<HashAlgorithm> hash = hash(kdfId);
            if (kem.isEmpty()) {
                run.skip("KEM 0x" + Integer.toHexString(kemId) + " is in no suite");
            } else if (hash.isEmpty()) {
                run.skip("KDF 0x" + Integer.toHexString(kdfId) + " is not HKDF and in no suite");
            } else {
                String name = "mode " + Json.integer(entry, "mode") + ", KEM 0x" + Integer.toHexString(kemId);
                run.check(name, () -> check(entry, kem.get(), hash.get(), run.crypto()));
            }
        }
    }

    private static void check(JsonObject entry, Kem kem, HashAlgorithm hash, CryptoProvider crypto) throws Exception {
        Hpke hpke = new Hpke(crypto, kem, hash, aead(Json.integer(entry, "aead_id")));
        HpkeKeyPair recipient = kem.deriveKeyPair(crypto, Json.secret(entry, "ikmR"));
        expectEqual(Json.hex(entry, "pkRm"), recipient.publicKey().bytes(), "recipient's public key");

        int mode = Json.integer(entry, "mode");
        expect(mode >= 0 && mode <= 3, "mode " + mode + " does not exist");
        Optional<Hpke.PreSharedKey> preSharedKey = (mode & 1) == 0
                ? Optional.empty()
                : Optional.of(new Hpke.PreSharedKey(Json.secret(entry, "psk"), Json.hex(entry, "psk_id")));
        Optional<HpkeKeyPair> sender =
                (mode & 2) == 0 ? Optional.empty() : Optional.of(kem.deriveKeyPair(crypto, Json.secret(entry, "ikmS")));
        byte[] info = Json.bytes(entry, "info");

        Hpke.Sender sending = hpke.setupSender(
                recipient.publicKey(), info, preSharedKey, sender, new GivenRandomness(Json.hex(entry, "ikmE")));
        expectEqual(Json.hex(entry, "enc"), sending.encapsulation(), "encapsulation");
        Optional<HpkePublicKey> senderKey = sender.map(HpkeKeyPair::publicKey);
        HpkeContext receiving = hpke.setupRecipient(sending.encapsulation(), recipient, info, preSharedKey, senderKey);
        checkMessages(entry, sending.context(), receiving);
        checkExports(entry, receiving);
    }

    private static void checkMessages(JsonObject entry, HpkeContext sending, HpkeContext receiving)
            throws CryptoException {
        long sequence = 0;
        for (JsonValue value : Json.field(entry, "encryptions").asArray()) {
            JsonObject message = value.asObject();
            long wanted = sequence(Json.hex(message, "nonce"), Json.hex(entry, "base_nonce"));
            expect(wanted >= sequence && wanted < MAX_MESSAGES, "messages in order");
            for (; sequence < wanted; sequence++) {
                byte[] between = sending.seal(new byte[0], new byte[0]);
                receiving.open(new byte[0], between);
            }
            byte[] associatedData = Json.bytes(message, "aad");
            byte[] ciphertext = sending.seal(associatedData, Json.bytes(message, "pt"));
            expectEqual(Json.hex(message, "ct"), ByteString.adopt(ciphertext), "ciphertext " + sequence);
            expectEqual(
                    Json.hex(message, "pt"), ByteString.adopt(receiving.open(associatedData, ciphertext)), "plaintext");
            sequence++;
        }
    }

    private static void checkExports(JsonObject entry, HpkeContext context) {
        for (JsonValue value : Json.field(entry, "exports").asArray()) {
            JsonObject export = value.asObject();
            expectEqual(
                    Json.hex(export, "exported_value"),
                    context.export(Json.bytes(export, "exporter_context"), Json.integer(export, "L"))
                            .dangerouslyPublish(),
                    "exported secret");
        }
    }

    /** The number of a message, from its nonce: the base nonce with the sequence number XORed into its end. */
    private static long sequence(ByteString nonce, ByteString baseNonce) {
        expectEqual(baseNonce.length(), nonce.length(), "length of a nonce");
        long sequence = 0;
        for (int i = 0; i < nonce.length(); i++) {
            sequence = sequence << 8 | ((nonce.at(i) ^ baseNonce.at(i)) & 0xff);
        }
        return sequence;
    }

    private static Optional<HashAlgorithm> hash(int kdfId) {
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            if (hash.hpkeKdfId() == kdfId) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    private static Optional<AeadAlgorithm> aead(int aeadId) {
        for (AeadAlgorithm aead : AeadAlgorithm.values()) {
            if (aead.hpkeId() == aeadId) {
                return Optional.of(aead);
            }
        }
        expectEqual(EXPORT_ONLY, aeadId, "AEAD");
        return Optional.empty();
    }
}
