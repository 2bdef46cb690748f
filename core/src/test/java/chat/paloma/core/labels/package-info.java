/** Labelled hashes and signatures. */
@NullMarked
package chat.paloma.core.labels;

import org.jspecify.annotations.NullMarked;
