package chat.paloma.wasm;

import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.JSTopLevel;
import org.teavm.jso.typedarrays.Int8Array;

/** The part of the Web Cryptography API that is used here: its randomness. */
@JSClass(name = "Crypto")
abstract class Crypto implements JSObject {
    /** The browser's {@code crypto} object. Throws when there is none. */
    @JSTopLevel
    @JSProperty("crypto")
    static native Crypto platform();

    /** Fills an array of at most 65,536 bytes (Web Cryptography API section 10.1.1). */
    abstract void getRandomValues(Int8Array destination);
}
