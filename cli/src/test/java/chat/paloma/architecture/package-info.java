/** Rules about how the modules may use each other. They are here because the command line sees the most modules. */
@NullMarked
package chat.paloma.architecture;

import org.jspecify.annotations.NullMarked;
