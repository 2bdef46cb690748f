@NullMarked
package chat.paloma.client.search;

import org.jspecify.annotations.NullMarked;
