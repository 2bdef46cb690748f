package chat.paloma.wasm;

import java.util.List;
import org.teavm.jso.JSExport;

/** The product's module, {@code core.wasm}. */
public final class CoreModule {
    /** The version of the core, as in the project's POM. */
    static final String VERSION = "0.1.0";

    private static final OperationTable OPERATIONS = new OperationTable(List.of(CoreOperation.values()));

    private CoreModule() {}

    /** Entry point that TeaVM asks for. Loading the module does nothing else. */
    public static void main(String[] arguments) {}

    /** Answers one request: see {@link OperationTable} for the form of both. */
    @JSExport
    public static byte[] call(byte[] request) {
        return OPERATIONS.answer(request);
    }
}
