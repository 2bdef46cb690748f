@NullMarked
package chat.paloma.core.engine.vault;

import org.jspecify.annotations.NullMarked;
