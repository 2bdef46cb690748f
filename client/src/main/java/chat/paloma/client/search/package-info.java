/**
 * Full-text search over what this device has. The index lives in memory; what it is loaded from lies in the profile,
 * encrypted like everything else.
 */
@NullMarked
package chat.paloma.client.search;

import org.jspecify.annotations.NullMarked;
