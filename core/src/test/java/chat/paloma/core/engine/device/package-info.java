@NullMarked
package chat.paloma.core.engine.device;

import org.jspecify.annotations.NullMarked;
