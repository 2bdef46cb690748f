/**
 * The account's archive: what its devices have read, encrypted in segments that a linked or recovered device reads from
 * the newest to the oldest (docs/engine.md, <i>History</i>).
 *
 * <p>Forward secrecy of what is archived ends at the vault's key.
 */
@NullMarked
package chat.paloma.core.engine.archive;

import org.jspecify.annotations.NullMarked;
