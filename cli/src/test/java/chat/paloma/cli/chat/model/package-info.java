@NullMarked
package chat.paloma.cli.chat.model;

import org.jspecify.annotations.NullMarked;
