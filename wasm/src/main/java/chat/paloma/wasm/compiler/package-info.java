/** What this project adds to the TeaVM compiler. It runs at build time and is in no module. */
@NullMarked
package chat.paloma.wasm.compiler;

import org.jspecify.annotations.NullMarked;
