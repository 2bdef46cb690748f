/**
 * Typing, presence and receipts: what is not stored in lanes.
 *
 * <p>They are encrypted under keys of the MLS exporter and burn no ratchet generation. Members can't tell which of them
 * sealed one: a signal says who it is from, and any member could say so.
 */
@NullMarked
package chat.paloma.core.engine.signal;

import org.jspecify.annotations.NullMarked;
