@NullMarked
package chat.paloma.core.crypto.hpke;

import org.jspecify.annotations.NullMarked;
