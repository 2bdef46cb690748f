/** Groups of several sizes: what joining, committing and talking cost, beside bcmls and ts-mls. */
@NullMarked
package chat.paloma.bench.mls;

import org.jspecify.annotations.NullMarked;
