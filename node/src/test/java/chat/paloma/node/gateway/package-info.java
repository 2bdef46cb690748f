@NullMarked
package chat.paloma.node.gateway;

import org.jspecify.annotations.NullMarked;
