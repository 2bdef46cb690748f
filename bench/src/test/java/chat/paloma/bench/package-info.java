@NullMarked
package chat.paloma.bench;

import org.jspecify.annotations.NullMarked;
