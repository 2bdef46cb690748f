/** Reading lanes to their ends and following them, record by record, none before the chain says that it is the next. */
@NullMarked
package chat.paloma.core.engine.lane;

import org.jspecify.annotations.NullMarked;
