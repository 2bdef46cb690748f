package chat.paloma.conformance.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.jvm.JdkCrypto;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KnownAnswersTest {
    static Stream<CryptoProvider> providers() {
        return Stream.of(new BouncyCastleCrypto(), new JdkCrypto());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void everyPrimitiveGivesTheAnswerOfItsStandard(CryptoProvider crypto) {
        VectorRun run = new VectorRun(crypto);
        KnownAnswers.run(run);
        assertEquals(List.of(), run.failures());
        assertEquals(26, run.passed());
    }
}
