@NullMarked
package chat.paloma.node.keys;

import org.jspecify.annotations.NullMarked;
