@NullMarked
package chat.paloma.core.engine.link;

import org.jspecify.annotations.NullMarked;
