/** What there is to see of a client at one moment, as plain values. */
@NullMarked
package chat.paloma.cli.chat.scene;

import org.jspecify.annotations.NullMarked;
