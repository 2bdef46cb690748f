/**
 * The client: what a device of an account does, without touching a clock, a socket or a disk (docs/engine.md).
 *
 * <p>Inputs go in: a command of the person, a frame of the node, the time. Outputs come out: changes to store, frames to
 * send, events to show. The host stores the changes of a step before it does anything else with its output.
 *
 * <p>It is not responsible for how state is encrypted on the disk, how bytes reach the node, or how anything looks.
 */
@NullMarked
package chat.paloma.core.engine;

import org.jspecify.annotations.NullMarked;
