package chat.paloma.border;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.state.StateReader;
import chat.paloma.jvm.JdkCrypto;
import chat.paloma.jvm.SystemRandom;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostedEngineTest {
    private static final StateReader NOTHING = new StateReader() {
        @Override
        public Optional<ByteString> get(ByteString key) {
            return Optional.empty();
        }

        @Override
        public List<Entry> range(ByteString from, ByteString to, int limit, boolean newestFirst) {
            return List.of();
        }
    };

    private static HostedEngine engine() {
        return new HostedEngine(new JdkCrypto(), new SystemRandom());
    }

    private static HostedEngine blank() {
        HostedEngine engine = engine();
        engine.open(NOTHING, 1_000);
        return engine;
    }

    @Test
    void anEngineIsOpenedBeforeItIsUsedAndOnce() {
        assertThrows(IllegalArgumentException.class, () -> engine().view());
        HostedEngine engine = blank();
        assertThrows(IllegalArgumentException.class, () -> engine.open(NOTHING, 1_000));
    }

    @Test
    void aStepIsWrittenWithItsChangesEffectsAndEvents() throws DecodeException {
        TlsWriter out = new TlsWriter();
        var register = CommandReader.read("""
                {"kind":"register","origin":"https://chat.example","handle":"ada"}""");
        blank().step(2_000, out, (engine, now) -> engine.submit(7, register, now));
        TlsReader in = new TlsReader(out.toByteArray());
        List<ByteString> changes = in.readList(1_000, change -> {
            ByteString key = ByteString.decode(change, 1_000);
            change.readOptional(value -> ByteString.decode(value, 1 << 20));
            return key;
        });
        assertEquals(false, changes.isEmpty());
        int effects = in.readOpaque(1 << 20).length;
        assertEquals(true, effects > 0, "it asks the node over HTTP");
        assertEquals("[]", new String(in.readOpaque(1 << 20), StandardCharsets.UTF_8));
        assertEquals(0, in.readUint8(), "nothing to wake it for");
        in.expectEnd();
    }

    @Test
    void whatEndsACommandNamesIt() throws DecodeException {
        TlsWriter out = new TlsWriter();
        var open = CommandReader.read("{\"kind\":\"openDirect\",\"account\":\"%s\"}".formatted("00".repeat(32)));
        blank().step(2_000, out, (engine, now) -> engine.submit(7, open, now));
        TlsReader in = new TlsReader(out.toByteArray());
        in.readOpaque(1 << 20);
        in.readOpaque(1 << 20);
        String events = new String(in.readOpaque(1 << 20), StandardCharsets.UTF_8);
        assertEquals(
                "[{\"kind\":\"refused\",\"command\":7,\"problem\":{\"code\":\"not_registered\","
                        + "\"text\":\"this profile has no account yet: register first\"}}]",
                events);
    }

    @Test
    void aStepThatThrowsEndsTheEngine() {
        HostedEngine engine = blank();
        HostedEngine.Step broken = (ignored, now) -> {
            throw new IllegalArgumentException("deep inside");
        };
        assertThrows(HostedEngine.BrokenEngineException.class, () -> engine.step(2_000, new TlsWriter(), broken));
        HostedEngine.Step wake = Engine::wake;
        engine.step(3_000, new TlsWriter(), wake);
    }

    @Test
    void aBlankProfileHasNothingToSee() {
        var view = blank().view();
        String nobody = "00".repeat(32);
        assertEquals("null", Queries.answer(view, "{\"kind\":\"account\"}"));
        assertEquals("[]", Queries.answer(view, "{\"kind\":\"rooms\"}"));
        assertEquals("[]", Queries.answer(view, "{\"kind\":\"people\"}"));
        assertEquals("[]", Queries.answer(view, "{\"kind\":\"devices\"}"));
        assertEquals("null", Queries.answer(view, "{\"kind\":\"person\",\"account\":\"%s\"}".formatted(nobody)));
        assertEquals("null", Queries.answer(view, "{\"kind\":\"room\",\"room\":\"%s\"}".formatted(nobody)));
        assertEquals(
                "{\"entries\":[],\"lines\":[],\"more\":false}",
                Queries.answer(
                        view,
                        "{\"kind\":\"timeline\",\"room\":\"%s\",\"anchor\":{\"at\":\"end\"},\"limit\":10}"
                                .formatted(nobody)));
    }

    @Test
    void aQuestionThatIsNoneIsRefused() {
        var view = blank().view();
        for (String question : List.of(
                "{}",
                "{\"kind\":\"weather\"}",
                "{\"kind\":\"room\",\"room\":\"00\"}",
                "{\"kind\":\"timeline\",\"room\":\"%s\",\"anchor\":{\"at\":\"before\",\"place\":\"00\"},\"limit\":1}"
                        .formatted("00".repeat(32)))) {
            assertThrows(IllegalArgumentException.class, () -> Queries.answer(view, question), question);
        }
    }
}
