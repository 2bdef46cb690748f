/** What administrators see of the node: how much there is of everything, and nothing of what it says. */
@NullMarked
package chat.paloma.node.administration;

import org.jspecify.annotations.NullMarked;
