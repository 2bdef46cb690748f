package chat.paloma.core.engine.api;

import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;

/** What happened, for those who look on. Most say only what has changed: the new state is read from the engine. */
public sealed interface EngineEvent {
    /** A command was done. */
    record Completed(long command, Outcome outcome) implements EngineEvent {}

    /** A command was not done, and will not be. */
    record Refused(long command, Problem problem) implements EngineEvent {}

    /** How things stand with the connection. */
    record ConnectionChanged(ConnectionState state, Optional<Problem> problem) implements EngineEvent {}

    /** A room began, ended, or has other members, another policy, or another standing. */
    record RoomChanged(RoomId room) implements EngineEvent {}

    /**
     * Something was added to, or changed in, a room's timeline or a thread.
     *
     * @param entries that are new, look different, moved, or fare differently on their way; none when only a line about
     *     the room itself changed
     */
    record TimelineChanged(RoomId room, List<TimelineEntryId> entries) implements EngineEvent {
        public TimelineChanged {
            entries = List.copyOf(entries);
        }

        /** A line about the room itself. */
        public static TimelineChanged ofLog(RoomId room) {
            return new TimelineChanged(room, List.of());
        }
    }

    /** A message of somebody else came in. */
    record MessageArrived(RoomId room, TimelineEntryId entry, boolean mentionsMe) implements EngineEvent {}

    /** A contact is known better than before, asks, has answered, is blocked, or was verified. */
    record ContactChanged(AccountId account) implements EngineEvent {}

    /** The device list of the own account has changed. */
    record DevicesChanged() implements EngineEvent {}

    /** This device waits no longer to be linked: it is now one of an account, or why it is not. */
    record LinkingEnded(Optional<Problem> problem) implements EngineEvent {}

    /** A setting, a draft or a read marker has changed, here or on another device. */
    record SettingsChanged() implements EngineEvent {}

    /**
     * A part of the archive was read.
     *
     * @param operations in it
     * @param complete whether it was the last
     */
    record HistoryRestored(long operations, boolean complete) implements EngineEvent {}

    /** Somebody is writing, or no longer. */
    record TypingChanged(RoomId room, AccountId account, boolean typing) implements EngineEvent {}

    /** Somebody came or went. */
    record PresenceChanged(AccountId account, boolean online) implements EngineEvent {}

    /** Somebody has received or read more of a room. */
    record ReceiptsChanged(RoomId room) implements EngineEvent {}

    /** Something that a person should see, in the room that it concerns: the exceptions of trust and delivery. */
    record Notice(Optional<RoomId> room, NoticeKind kind, String detail, Optional<DeviceAddress> about)
            implements EngineEvent {}

    /**
     * The node takes nothing from this device any more: it was revoked, or its account was ended. What it has stays
     * readable; to take part again, a new profile is registered, linked or recovered.
     */
    record ProfileEnded(Problem why) implements EngineEvent {}
}
