/**
 * Lanes: ordered, hash-chained streams of records (docs/protocol.md, <i>Lanes</i>).
 *
 * <p>What the bytes are and how a chain is checked. It does not know what an envelope holds, who may read it, or where
 * records are stored.
 */
@NullMarked
package chat.paloma.core.lane;

import org.jspecify.annotations.NullMarked;
