/** Messages that came in and that nobody has been given yet, kept in the profile across processes. */
@NullMarked
package chat.paloma.client.arrival;

import org.jspecify.annotations.NullMarked;
