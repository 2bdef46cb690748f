/**
 * Hashes and signatures with a label, so that none of one kind can stand for another: {@code Hash} and {@code Sign} of
 * the protocol.
 *
 * <p>This layer knows no structure. It is not responsible for who may sign what.
 */
@NullMarked
package chat.paloma.core.labels;

import org.jspecify.annotations.NullMarked;
