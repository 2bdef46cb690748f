@NullMarked
package chat.paloma.conformance;

import org.jspecify.annotations.NullMarked;
