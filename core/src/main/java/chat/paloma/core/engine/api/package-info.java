/** What goes into an engine and what comes out: commands, effects, events, problems. Values only. */
@NullMarked
package chat.paloma.core.engine.api;

import org.jspecify.annotations.NullMarked;
