/** Frames and their bodies: canonical bytes, and refusals of hostile ones. */
@NullMarked
package chat.paloma.core.wire;

import org.jspecify.annotations.NullMarked;
