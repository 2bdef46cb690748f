@NullMarked
package chat.paloma.node;

import org.jspecify.annotations.NullMarked;
