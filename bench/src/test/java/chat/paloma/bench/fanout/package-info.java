@NullMarked
package chat.paloma.bench.fanout;

import org.jspecify.annotations.NullMarked;
