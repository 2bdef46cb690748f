/**
 * The node's database: opening it, its migrations, reads, and the one writer that commits in groups.
 *
 * <p>What the tables mean is the business of the packages that own them; here is only how they are reached, and what is
 * promised: a write that was answered is on disk.
 */
@NullMarked
package chat.paloma.node.store;

import org.jspecify.annotations.NullMarked;
