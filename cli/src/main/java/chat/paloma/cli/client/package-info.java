/** The commands of {@code ./paloma client}: what one device does, one command a process. */
@NullMarked
package chat.paloma.cli.client;

import org.jspecify.annotations.NullMarked;
