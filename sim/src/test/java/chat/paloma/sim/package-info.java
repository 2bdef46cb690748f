@NullMarked
package chat.paloma.sim;

import org.jspecify.annotations.NullMarked;
