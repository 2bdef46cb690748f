@NullMarked
package chat.paloma.core.engine.linking;

import org.jspecify.annotations.NullMarked;
