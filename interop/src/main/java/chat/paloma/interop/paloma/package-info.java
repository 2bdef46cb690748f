/** Paloma's own MLS as one of the implementations. */
@NullMarked
package chat.paloma.interop.paloma;

import org.jspecify.annotations.NullMarked;
