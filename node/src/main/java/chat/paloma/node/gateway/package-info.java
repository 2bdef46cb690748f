/** What the network sees of a node: connections, their limits, HTTP routes. */
@NullMarked
package chat.paloma.node.gateway;

import org.jspecify.annotations.NullMarked;
