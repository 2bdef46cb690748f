@NullMarked
package chat.paloma.client.store;

import org.jspecify.annotations.NullMarked;
