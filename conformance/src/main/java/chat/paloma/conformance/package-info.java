/**
 * Proof that the core does the same everywhere: suites that run on the JVM and, compiled to WebAssembly, in the
 * browser, and whose results are compared.
 *
 * <p>Portable Java like the core itself. Never shipped.
 */
@NullMarked
package chat.paloma.conformance;

import org.jspecify.annotations.NullMarked;
