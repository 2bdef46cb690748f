@NullMarked
package chat.paloma.core.engine.evidence;

import org.jspecify.annotations.NullMarked;
