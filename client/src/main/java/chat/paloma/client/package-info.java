/**
 * A client on the JVM. {@link chat.paloma.client.Client} is what others use; {@code host} runs an engine on sockets and a
 * disk, {@code profile} is that disk, {@code search} and {@code arrival} stand beside the engine, {@code transport} is what
 * a way to a node begins with.
 */
@NullMarked
package chat.paloma.client;

import org.jspecify.annotations.NullMarked;
