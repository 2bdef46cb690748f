/**
 * What an account's devices keep together, so that one that has nothing but the recovery key finds it: the self room, the
 * other rooms, and where the archive is (docs/decisions/recovery-and-vault.md).
 *
 * <p>The node stores it and can't read or forge it. What it can do is withhold it, and show a former one; a device that
 * has seen a newer one refuses that.
 */
@NullMarked
package chat.paloma.core.engine.vault;

import org.jspecify.annotations.NullMarked;
