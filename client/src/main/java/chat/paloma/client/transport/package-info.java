/** What a way to a node begins with: addresses, links, whom to believe, and what goes wrong, in words. */
@NullMarked
package chat.paloma.client.transport;

import org.jspecify.annotations.NullMarked;
