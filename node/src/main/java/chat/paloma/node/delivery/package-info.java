/** Live delivery: who follows which lane on this node, and getting each record to all of them. */
@NullMarked
package chat.paloma.node.delivery;

import org.jspecify.annotations.NullMarked;
