@NullMarked
package chat.paloma.cli.client;

import org.jspecify.annotations.NullMarked;
