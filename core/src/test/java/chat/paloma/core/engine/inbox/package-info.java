@NullMarked
package chat.paloma.core.engine.inbox;

import org.jspecify.annotations.NullMarked;
