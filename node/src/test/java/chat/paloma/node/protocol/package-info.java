@NullMarked
package chat.paloma.node.protocol;

import org.jspecify.annotations.NullMarked;
