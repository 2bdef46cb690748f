/** Other people's accounts as this device knows them, each verified when the node shows it and pinned from then on. */
@NullMarked
package chat.paloma.core.engine.account;

import org.jspecify.annotations.NullMarked;
