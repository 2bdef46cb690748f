@NullMarked
package chat.paloma.client.transport;

import org.jspecify.annotations.NullMarked;
