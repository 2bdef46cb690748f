@NullMarked
package chat.paloma.bench.idle;

import org.jspecify.annotations.NullMarked;
