/** What the node delivers to this device alone, and the key packages with which others bring it into rooms. */
@NullMarked
package chat.paloma.core.engine.inbox;

import org.jspecify.annotations.NullMarked;
