package chat.paloma.conformance.vectors.mls;

import chat.paloma.conformance.vectors.Json;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.crypto.HpkePrivateKey;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.crypto.SignaturePrivateKey;
import chat.paloma.core.mls.crypto.MlsCrypto;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.Set;

/** A list of cases that name their cipher suite. */
abstract class SuiteVectors implements VectorKind {
    private final String name;
    private final Set<String> fields;

    SuiteVectors(String name, Set<String> fields) {
        this.name = name;
        this.fields = fields;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean recognises(JsonValue document) {
        return Json.isListOf(document, fields);
    }

    @Override
    public final void run(JsonValue document, VectorRun run) {
        Suites.forEachCase(document, run, this::check);
    }

    /** A signature key as its suite has it: other implementations leave out the leading zeros of a NIST scalar. */
    static SignaturePrivateKey signaturePrivateKey(JsonObject entry, String name, MlsCrypto crypto) {
        byte[] given = Json.bytes(entry, name);
        int missing = crypto.suite().signature().privateKeyLength() - given.length;
        return new SignaturePrivateKey(SecretBytes.concatenate(new byte[Math.max(0, missing)], given));
    }

    /** An HPKE key as its suite has it, likewise. */
    static HpkePrivateKey hpkePrivateKey(JsonObject entry, String name, MlsCrypto crypto) {
        byte[] given = Json.bytes(entry, name);
        int missing = crypto.suite().kem().privateKeyLength() - given.length;
        return new HpkePrivateKey(SecretBytes.concatenate(new byte[Math.max(0, missing)], given));
    }

    abstract void check(JsonObject entry, MlsCrypto crypto) throws Exception;
}
