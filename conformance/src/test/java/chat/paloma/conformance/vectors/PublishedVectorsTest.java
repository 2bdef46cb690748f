package chat.paloma.conformance.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A sample of every published vector file, with the provider that also runs in the browser. */
class PublishedVectorsTest {
    private static final Path VECTORS = Path.of("..", "..", "shared", "vectors");
    /** Every fifth case: the suite `vectors` of ./paloma test runs them all, with the provider of the JVM. */
    private static final int STRIDE = 5;

    private static final Set<String> FOLDERS = Set.of("hpke-pq", "xwing", "mls");

    @Test
    void theVectorsAreThere() {
        assumeTrue(Files.isDirectory(VECTORS), "no vectors beside the project: nothing is checked against them");
    }

    @TestFactory
    Stream<DynamicTest> everyFile() throws IOException {
        if (!Files.isDirectory(VECTORS)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.walk(VECTORS)) {
            List<Path> documents = files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file ->
                            FOLDERS.contains(VECTORS.relativize(file).getName(0).toString()))
                    .toList();
            return documents.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(VECTORS.relativize(file).toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        JsonValue document = Json.parse(Files.readString(file));
        VectorRun run = new VectorRun(new BouncyCastleCrypto(), STRIDE);
        VectorKinds.of(document).orElseThrow().run(document, run);
        assertEquals(List.of(), run.failures());
        assertEquals(0, run.failed());
    }
}
