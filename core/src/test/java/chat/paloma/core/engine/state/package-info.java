@NullMarked
package chat.paloma.core.engine.state;

import org.jspecify.annotations.NullMarked;
