/**
 * How a new device becomes one of an account: it shows a code, a device of the account takes that, and each leaves the
 * other something at the node (docs/decisions/recovery-and-vault.md).
 *
 * <p>The node may read, change, drop and invent everything that is left there: with the code, which it never sees, both
 * sides notice.
 */
@NullMarked
package chat.paloma.core.engine.linking;

import org.jspecify.annotations.NullMarked;
