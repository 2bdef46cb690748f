@NullMarked
package chat.paloma.bench.cluster;

import org.jspecify.annotations.NullMarked;
