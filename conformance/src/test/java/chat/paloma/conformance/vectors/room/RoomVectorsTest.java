package chat.paloma.conformance.vectors.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.conformance.vectors.VectorKinds;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.jvm.JdkCrypto;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of rooms, which the browser suite runs as well. */
class RoomVectorsTest {
    private static final Path FILE = Path.of("src", "test", "resources", "room-vectors.json");

    static Stream<CryptoProvider> providers() {
        return Stream.of(new BouncyCastleCrypto(), new JdkCrypto());
    }

    private static VectorRun run(CryptoProvider crypto, JsonValue document) {
        VectorRun run = new VectorRun(crypto);
        VectorKinds.of(document).orElseThrow().run(document, run);
        return run;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void passHere(CryptoProvider crypto) throws IOException {
        VectorRun run = run(crypto, Json.parse(Files.readString(FILE)));
        assertEquals(List.of(), run.failures());
        assertTrue(run.passed() > 100);
    }

    @Test
    void areWhatTheirMakerMakes() throws Exception {
        assertEquals(Files.readString(FILE), RoomVectorsMaker.document());
    }

    /** Vectors that pass whatever they say would show nothing. */
    @Test
    void failWhenTheySaySomethingElse() throws IOException {
        JsonObject document = Json.parse(Files.readString(FILE)).asObject();
        JsonObject room = document.get("rooms").asArray().get(0).asObject();
        room.get("shows").asArray().set(0, "something else");
        document.get("operations").asArray().get(0).asObject().set("id", "00".repeat(32));
        document.get("refused")
                .asArray()
                .set(0, document.get("operations").asArray().get(1).asObject().getString("bytes", ""));
        document.get("parts").asArray().get(0).asObject().set("hash", "00".repeat(32));
        document.get("snapshots").asArray().get(0).asObject().set("hash", "00".repeat(32));
        assertEquals(5, run(new BouncyCastleCrypto(), document).failed());
    }
}
