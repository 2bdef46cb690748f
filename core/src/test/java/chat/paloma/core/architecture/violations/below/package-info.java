/** See the package that contains this one. */
@NullMarked
package chat.paloma.core.architecture.violations.below;

import org.jspecify.annotations.NullMarked;
