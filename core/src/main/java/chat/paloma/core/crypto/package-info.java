/**
 * Cipher suites and the few operations they are made of.
 *
 * <p>{@link chat.paloma.core.crypto.CryptoProvider} is the only way to a primitive. Primitives themselves come from the
 * platform or from Bouncy Castle; what this package writes out are protocols over them, from their specifications: HPKE
 * and its KEMs. It is not responsible for what is encrypted or signed, nor for where keys are kept.
 */
@NullMarked
package chat.paloma.core.crypto;

import org.jspecify.annotations.NullMarked;
