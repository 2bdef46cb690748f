/** The conformance suites as a WebAssembly module of its own, for tests and benchmarks. It is never shipped. */
@NullMarked
package chat.paloma.wasm.conformance;

import org.jspecify.annotations.NullMarked;
