/** What all parts of an engine share: who the device is, what it computes with, what it asks of its host. */
@NullMarked
package chat.paloma.core.engine.device;

import org.jspecify.annotations.NullMarked;
