/**
 * Encryption at rest: what says something about people is stored under data keys, and those under a master key that is
 * not where the data is.
 */
@NullMarked
package chat.paloma.node.atrest;

import org.jspecify.annotations.NullMarked;
