@NullMarked
package chat.paloma.node.bus;

import org.jspecify.annotations.NullMarked;
