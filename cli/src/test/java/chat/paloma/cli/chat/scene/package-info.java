@NullMarked
package chat.paloma.cli.chat.scene;

import org.jspecify.annotations.NullMarked;
