package chat.paloma.wasm;

import chat.paloma.border.HostedEngine;
import chat.paloma.core.crypto.bouncycastle.PostQuantumCrypto;
import chat.paloma.core.engine.state.StateReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSExport;

/** The product's module, {@code core.wasm}. */
public final class CoreModule {
    /** The version of the core, as in the project's POM. */
    static final String VERSION = "0.1.0";

    /** The engine, once it is opened. */
    static final HostedEngine ENGINE = new HostedEngine(new PostQuantumCrypto(), new BrowserRandom());

    private static final OperationTable OPERATIONS = new OperationTable(List.of(CoreOperation.values()));

    private static @Nullable StateReader entries;

    private CoreModule() {}

    /** Entry point that TeaVM asks for. Loading the module does nothing else. */
    public static void main(String[] arguments) {}

    /** Says where the entries are that the engine reads, before it is opened. */
    @JSExport
    public static void attach(EntryStore store) {
        entries = new HostedEntries(store);
    }

    /** Answers one request: see {@link OperationTable} for the form of both. */
    @JSExport
    public static byte[] call(byte[] request) {
        return OPERATIONS.answer(request);
    }

    /** The entries that the host has attached. */
    static StateReader entries() {
        if (entries == null) {
            throw new IllegalArgumentException("no entries are attached");
        }
        return entries;
    }
}
