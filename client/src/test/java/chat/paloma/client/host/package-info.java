@NullMarked
package chat.paloma.client.host;

import org.jspecify.annotations.NullMarked;
