@NullMarked
package chat.paloma.core.engine.history;

import org.jspecify.annotations.NullMarked;
