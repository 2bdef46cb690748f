/** Holds the core to its rules, and the rules to classes that break them. */
@NullMarked
package chat.paloma.core.architecture;

import org.jspecify.annotations.NullMarked;
