/** A device that asks one thing after the other, for tests of the node: no engine, no disk. */
@NullMarked
package chat.paloma.cli.wire;

import org.jspecify.annotations.NullMarked;
