/**
 * History for who comes later into a room: a member makes a snapshot and signs it, the newcomer checks it against what it
 * was shown itself and what other members report, and takes it in (docs/decisions/history-for-newcomers.md).
 */
@NullMarked
package chat.paloma.core.engine.history;

import org.jspecify.annotations.NullMarked;
