@NullMarked
package chat.paloma.cli.engine;

import org.jspecify.annotations.NullMarked;
