/** See the package that contains this one. */
@NullMarked
package chat.paloma.core.architecture.violations.crypto.bouncycastle;

import org.jspecify.annotations.NullMarked;
