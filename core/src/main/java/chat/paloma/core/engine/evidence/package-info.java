/**
 * What shows who wrote an operation, to somebody who was not there: the sender's MLS signature, and the chain from the
 * account's root key to the key that made it.
 *
 * <p>Group contexts, leaves and certificates are large and shared by many messages, so they are kept once, by hash.
 */
@NullMarked
package chat.paloma.core.engine.evidence;

import org.jspecify.annotations.NullMarked;
