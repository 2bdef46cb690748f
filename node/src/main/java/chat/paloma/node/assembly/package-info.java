/** Puts the parts of the chat together: which part does what, what they need of each other, and their order. */
@NullMarked
package chat.paloma.node.assembly;

import org.jspecify.annotations.NullMarked;
