/** Rules about how the modules may use each other. They are here because this module is built last, behind all others. */
@NullMarked
package chat.paloma.architecture;

import org.jspecify.annotations.NullMarked;
