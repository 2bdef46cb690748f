/** Holds what the documents say to what there is. */
@NullMarked
package chat.paloma.documents;

import org.jspecify.annotations.NullMarked;
