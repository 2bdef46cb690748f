/**
 * How commands, events and what there is to see cross the border to JavaScript. Nothing here needs a browser, so it is
 * tested on the JVM.
 */
@NullMarked
package chat.paloma.border;

import org.jspecify.annotations.NullMarked;
