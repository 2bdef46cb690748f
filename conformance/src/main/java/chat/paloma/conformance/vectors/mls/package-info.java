/** The vectors of the MLS working group (mlswg/mls-implementations), whose formats its {@code test-vectors.md} has. */
@NullMarked
package chat.paloma.conformance.vectors.mls;

import org.jspecify.annotations.NullMarked;
