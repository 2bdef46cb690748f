@NullMarked
package chat.paloma.core.engine.own;

import org.jspecify.annotations.NullMarked;
