@NullMarked
package chat.paloma.node.store;

import org.jspecify.annotations.NullMarked;
