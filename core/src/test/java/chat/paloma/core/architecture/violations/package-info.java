/** Classes that break the rules of the core on purpose, to show that each rule fires. Nothing runs them. */
@NullMarked
package chat.paloma.core.architecture.violations;

import org.jspecify.annotations.NullMarked;
