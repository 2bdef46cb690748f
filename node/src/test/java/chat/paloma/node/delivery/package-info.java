/** Live delivery: no gap, no repeat, and nobody who waits for somebody slow. */
@NullMarked
package chat.paloma.node.delivery;

import org.jspecify.annotations.NullMarked;
