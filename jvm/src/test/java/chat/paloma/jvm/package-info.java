@NullMarked
package chat.paloma.jvm;

import org.jspecify.annotations.NullMarked;
