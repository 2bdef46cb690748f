/** Operations per second of every primitive: on the JVM with both providers, in Chromium, and beside noble there. */
@NullMarked
package chat.paloma.bench.crypto;

import org.jspecify.annotations.NullMarked;
