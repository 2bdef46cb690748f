/** The command {@code ./paloma bench}. It has a class path of its own, so that what it measures beside is not on others'. */
@NullMarked
package chat.paloma.bench.cli;

import org.jspecify.annotations.NullMarked;
