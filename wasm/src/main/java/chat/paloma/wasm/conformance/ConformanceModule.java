package chat.paloma.wasm.conformance;

import chat.paloma.wasm.OperationTable;
import java.util.List;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.core.JSString;

/**
 * The test module, {@code conformance.wasm}: {@link #call} like the product's module, and beside it one export for each
 * thing that TeaVM's runtime does by compiling functions, so that a test sees the edited runtime do it without.
 */
public final class ConformanceModule {
    private static final OperationTable OPERATIONS = new OperationTable(List.of(ConformanceOperation.values()));

    private ConformanceModule() {}

    /** A JavaScript function from text to text. */
    @JSFunctor
    public interface TextFunction extends JSObject {
        String apply(String text);
    }

    /** Entry point that TeaVM asks for. Loading the module does nothing else. */
    public static void main(String[] arguments) {}

    /** Answers one request: see {@link OperationTable} for the form of both. */
    @JSExport
    public static byte[] call(byte[] request) {
        return OPERATIONS.answer(request);
    }

    /** Takes and gives strings, of any characters. */
    @JSExport
    public static String reverse(String text) {
        return new StringBuilder(text).reverse().toString();
    }

    /** Throws a Java exception through JavaScript. */
    @JSExport
    public static String fail(String message) {
        throw new IllegalStateException(message);
    }

    /** Calls a JavaScript function, and says what it threw when it throws. */
    @JSExport
    public static String callBack(TextFunction function, String text) {
        try {
            return "returned " + function.apply(text);
        } catch (RuntimeException e) {
            return "threw " + e.getMessage();
        }
    }

    /** Gives a Java function to JavaScript. */
    @JSExport
    public static TextFunction prefix(String prefix) {
        return text -> prefix + text;
    }

    /** A promise that is kept when the text is not empty and broken when it is. */
    @JSExport
    public static JSPromise<JSString> promise(String text) {
        return new JSPromise<>((resolve, reject) -> {
            if (text.isEmpty()) {
                reject.accept(JSString.valueOf("empty"));
            } else {
                resolve.accept(JSString.valueOf(text));
            }
        });
    }
}
