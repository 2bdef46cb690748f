/**
 * What a device keeps: one folder, used by one process at a time, in which every step is on the disk before anything of
 * it is sent or shown.
 */
@NullMarked
package chat.paloma.client.store;

import org.jspecify.annotations.NullMarked;
