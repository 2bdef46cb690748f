/**
 * A group and what happens to it (RFC 9420 sections 11, 12 and 13).
 *
 * <p>{@link chat.paloma.core.mls.group.EpochState} is what everybody may know of an epoch, and {@link
 * chat.paloma.core.mls.group.Transition} the one way from an epoch to the next: {@link
 * chat.paloma.core.mls.group.PublicGroup} is little more than these two, {@link chat.paloma.core.mls.group.Group} adds
 * the secrets of a member. A received message goes through types, one a step, so that no check can be left out: {@link
 * chat.paloma.core.mls.framing.MlsMessage}, {@link chat.paloma.core.mls.group.UnverifiedMessage}, {@link
 * chat.paloma.core.mls.group.VerifiedMessage}, and for a commit {@link chat.paloma.core.mls.group.StagedCommit}.
 *
 * <p>It is not responsible for delivery, for the order of commits or for keeping state: the caller persists what each
 * step returns before it sends.
 */
@NullMarked
package chat.paloma.core.mls.group;

import org.jspecify.annotations.NullMarked;
