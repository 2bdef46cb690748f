@NullMarked
package chat.paloma.node.atrest;

import org.jspecify.annotations.NullMarked;
