@NullMarked
package chat.paloma.client.profile;

import org.jspecify.annotations.NullMarked;
