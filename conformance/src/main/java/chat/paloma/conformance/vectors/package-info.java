/**
 * Runs published test vectors against the core. A file's kind is recognised by its content, never by its name.
 *
 * <p>Portable like the core, so that the same checks run in the browser.
 */
@NullMarked
package chat.paloma.conformance.vectors;

import org.jspecify.annotations.NullMarked;
