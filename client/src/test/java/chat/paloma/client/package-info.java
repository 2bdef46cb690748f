@NullMarked
package chat.paloma.client;

import org.jspecify.annotations.NullMarked;
