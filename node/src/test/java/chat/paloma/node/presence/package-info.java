@NullMarked
package chat.paloma.node.presence;

import org.jspecify.annotations.NullMarked;
