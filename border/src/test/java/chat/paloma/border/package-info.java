@NullMarked
package chat.paloma.border;

import org.jspecify.annotations.NullMarked;
