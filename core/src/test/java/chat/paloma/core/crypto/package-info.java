@NullMarked
package chat.paloma.core.crypto;

import org.jspecify.annotations.NullMarked;
