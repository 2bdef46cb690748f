/**
 * What an engine keeps: keys and values, read through a port and changed in one batch a step.
 *
 * <p>It does not know what a value means, and not where it is stored or how it is encrypted there: that is the host's.
 */
@NullMarked
package chat.paloma.core.engine.state;

import org.jspecify.annotations.NullMarked;
