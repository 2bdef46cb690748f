/** See the package that contains this one. */
@NullMarked
package chat.paloma.core.architecture.violations.above;

import org.jspecify.annotations.NullMarked;
