/**
 * The account of this device, over all its devices: who is on its list, how one more gets there and one less, what its
 * devices tell each other, and how a blank one comes back with the recovery key
 * (docs/decisions/recovery-and-vault.md).
 */
@NullMarked
package chat.paloma.core.engine.own;

import org.jspecify.annotations.NullMarked;
