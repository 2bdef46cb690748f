@NullMarked
package chat.paloma.bench.load;

import org.jspecify.annotations.NullMarked;
