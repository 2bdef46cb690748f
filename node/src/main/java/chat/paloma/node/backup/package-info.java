/** Copies of a node's data folder that are made while it runs. */
@NullMarked
package chat.paloma.node.backup;

import org.jspecify.annotations.NullMarked;
