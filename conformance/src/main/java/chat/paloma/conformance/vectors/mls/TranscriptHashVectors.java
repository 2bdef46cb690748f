package chat.paloma.conformance.vectors.mls;

import static chat.paloma.conformance.vectors.VectorRun.expect;
import static chat.paloma.conformance.vectors.VectorRun.expectEqual;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.framing.AuthenticatedContent;
import chat.paloma.core.mls.framing.ContentType;
import chat.paloma.core.mls.schedule.TranscriptHashes;
import com.eclipsesource.json.JsonObject;
import java.util.Set;

/** What a commit does to the transcript. */
public final class TranscriptHashVectors extends SuiteVectors {
    private static final Decoder<AuthenticatedContent> DECODER = AuthenticatedContent::decode;

    public TranscriptHashVectors() {
        super(
                "mls transcript hashes",
                Set.of(
                        "cipher_suite",
                        "confirmation_key",
                        "authenticated_content",
                        "interim_transcript_hash_before",
                        "confirmed_transcript_hash_after",
                        "interim_transcript_hash_after"));
    }

    @Override
    void check(JsonObject entry, MlsCrypto crypto) throws Exception {
        AuthenticatedContent content = DECODER.decodeAll(Json.bytes(entry, "authenticated_content"));
        expect(content.content().content().type() == ContentType.COMMIT, "not a commit");
        ByteString confirmed = TranscriptHashes.confirmed(
                crypto, Json.hex(entry, "interim_transcript_hash_before"), content.confirmedTranscriptInput());
        expectEqual(Json.hex(entry, "confirmed_transcript_hash_after"), confirmed, "confirmed transcript hash");
        ByteString tag = content.confirmationTag().orElseThrow();
        expect(
                crypto.verifyMac(Json.secret(entry, "confirmation_key"), confirmed.toByteArray(), tag),
                "the confirmation tag does not verify");
        expectEqual(
                Json.hex(entry, "interim_transcript_hash_after"),
                TranscriptHashes.interim(crypto, confirmed, tag),
                "interim transcript hash");
    }
}
