package chat.paloma.wasm;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.typedarrays.Int8Array;

/**
 * The entries of the profile, which the host holds decrypted in the memory of JavaScript. Reading is all that the module
 * does with it: what a step changes comes back with the step.
 */
interface EntryStore extends JSObject {
    /** The value under a key, or null. */
    @Nullable Int8Array get(Int8Array key);

    /** As {@code StateReader.isAtHand}. */
    boolean isAtHand(Int8Array key);

    /** As {@code StateReader.range}: keys and values in turn, each {@code opaque<V>}. */
    Int8Array range(Int8Array from, Int8Array to, int limit, boolean newestFirst);
}
