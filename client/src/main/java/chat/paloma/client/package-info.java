/**
 * A client on the JVM: what a device says to a node, keeps, and makes of what it receives. {@code transport} is the
 * connection, {@code store} the profile on the disk, and this package what happens between them.
 */
@NullMarked
package chat.paloma.client;

import org.jspecify.annotations.NullMarked;
