/**
 * The core as a WebAssembly module for the browser: what the page may ask it for, and what it needs from the browser.
 *
 * <p>One function crosses the border, {@link chat.paloma.wasm.CoreModule#call}: a request in bytes goes in, a response
 * in bytes comes out. This layer decodes the one and encodes the other; it decides nothing.
 */
@NullMarked
package chat.paloma.wasm;

import org.jspecify.annotations.NullMarked;
