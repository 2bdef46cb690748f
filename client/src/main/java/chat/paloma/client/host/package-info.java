/** Runs an engine: stores what it changes, then sends and shows what it says (docs/engine.md). */
@NullMarked
package chat.paloma.client.host;

import org.jspecify.annotations.NullMarked;
