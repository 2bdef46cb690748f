@NullMarked
package chat.paloma.cli;

import org.jspecify.annotations.NullMarked;
