@NullMarked
package chat.paloma.conformance.vectors;

import org.jspecify.annotations.NullMarked;
