@NullMarked
package chat.paloma.core.mls;

import org.jspecify.annotations.NullMarked;
