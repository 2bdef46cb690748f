package chat.paloma.border;

import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.engine.Engine;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.state.StateReader;
import org.jspecify.annotations.Nullable;

/** The one engine of a module. */
public final class HostedEngine {
    /** A step of an engine. */
    @FunctionalInterface
    public interface Step {
        EngineOutput of(Engine engine, long now);
    }

    /**
     * A step threw. What the engine holds in memory is worth nothing any more; what is stored is as it was. Nobody catches
     * it: the module ends.
     */
    public static final class BrokenEngineException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BrokenEngineException(RuntimeException cause) {
            super("a step threw: " + cause, cause);
        }
    }

    private final EngineSettings settings = EngineSettings.of("browser");
    private final CryptoProvider crypto;
    private final RandomSource random;
    private @Nullable Engine engine;

    public HostedEngine(CryptoProvider crypto, RandomSource random) {
        this.crypto = crypto;
        this.random = random;
    }

    /** Opens the engine on what is stored: once in a module's life. */
    public void open(StateReader stored, long now) {
        if (engine != null) {
            throw new IllegalArgumentException("the engine is open");
        }
        try {
            engine = Engine.open(settings, crypto, random, stored, now);
        } catch (RuntimeException e) {
            throw new BrokenEngineException(e);
        }
    }

    private Engine engine() {
        if (engine == null) {
            throw new IllegalArgumentException("the engine is not open");
        }
        return engine;
    }

    /** Takes a step, and writes what it brought. */
    public void step(long now, TlsWriter response, Step step) {
        Engine open = engine();
        EngineOutput output;
        try {
            output = step.of(open, now);
        } catch (RuntimeException e) {
            throw new BrokenEngineException(e);
        }
        OutputWriter.write(response, output);
    }

    /** What there is to see. */
    public EngineView view() {
        return engine().view();
    }
}
