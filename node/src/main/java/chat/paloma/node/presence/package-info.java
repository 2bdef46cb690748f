/** What is shown while it is true and kept nowhere, or in one slot: signals, presence, receipts. */
@NullMarked
package chat.paloma.node.presence;

import org.jspecify.annotations.NullMarked;
