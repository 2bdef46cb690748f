package chat.paloma.cli.chat.scene;

import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.room.RoomLog;
import java.util.Optional;

/** What happened, in a sentence for a person. */
final class Words {
    private Words() {}

    /**
     * A line of a room's log.
     *
     * @param who whom it concerns, "you" for this account
     * @param by who did it; nothing when they did it themselves
     */
    static String of(RoomLog.Kind kind, String who, Optional<String> by, String detail) {
        return switch (kind) {
            case JOINED -> by.map(other -> other + " added " + who).orElse(who + " came in");
            case LEFT -> who + " left";
            case REMOVED -> by.map(other -> other + " took " + who + " out").orElse(who + " left");
            case DEVICE_ADDED -> "New device of " + who;
            case DEVICE_REMOVED -> "A device of " + who + " is gone";
            case DEVICE_REJOINED -> "A device of " + who + " had lost its keys, and is back";
            case POLICY_CHANGED -> by.orElse("Somebody") + " changed roles or rules of this room";
            case RENEWED -> "The room goes on with new keys";
            case HISTORY_STARTS -> "Your history of this room starts here";
            case UNREADABLE -> "This can't be read yet" + because(detail) + ". Its author is asked to send it again";
            case ENDED -> "This room has ended for you" + because(detail);
            case STUCK -> "This room can't be followed any further" + because(detail) + ". /repair goes on with it";
            case SERVER_RESTORED -> "The server was put back from a backup; what it lost is sent again";
            case FORK -> "The server showed you and " + who + " different histories of this room" + because(detail);
            case DUPLICATED -> "A device of " + who + " was copied, and both go on" + because(detail);
            case IDENTITY_CHANGED ->
                "'" + detail + "' is another account than the one that was here. Ask them whether that is right, then"
                        + " compare numbers: /verify " + detail;
        };
    }

    static Tone tone(RoomLog.Kind kind) {
        return switch (kind) {
            case FORK, DUPLICATED, IDENTITY_CHANGED -> Tone.DANGER;
            case UNREADABLE, STUCK, ENDED, SERVER_RESTORED, DEVICE_ADDED -> Tone.WARN;
            default -> Tone.QUIET;
        };
    }

    /** Several messages that can't be read, one after the other, in one line. */
    static String unreadable(int count, String detail) {
        return count == 1
                ? of(RoomLog.Kind.UNREADABLE, "", Optional.empty(), detail)
                : count + " messages can't be read yet" + because(detail)
                        + ". Their authors are asked to send them again";
    }

    /** A notice that no room's log tells; nothing when a log does, or when it is of no use to a person. */
    static Optional<String> of(NoticeKind kind, String who, String detail) {
        return switch (kind) {
            case DEVICE_ADDED -> Optional.of("New device of " + who + ". Is it not yours: /devices, and revoke it");
            case DEVICE_REMOVED -> Optional.of("A device was taken off your account");
            case LIST_KEY_EXPOSED ->
                Optional.of("A device that you revoked still knows the list key: change it with the recovery key");
            case IDENTITY_CHANGED ->
                Optional.of(
                        "'" + detail + "' is another account than before. Ask them whether that is right, then compare"
                                + " numbers: /verify " + detail);
            case SERVER_DECEIVES ->
                Optional.of("The server shows something that proves wrong" + because(detail)
                        + ". Nothing of it was taken in");
            case HISTORY_INCOMPLETE -> Optional.of("Older messages can't be had" + because(detail));
            case HISTORY_REFUSED ->
                Optional.of("What a member sent of the history here proves wrong" + because(detail)
                        + ". Nothing of it was taken in");
            case CHANGE_REFUSED -> Optional.of("Not done: " + detail);
            case ROOM_ENDED -> Optional.of("A room has ended for you" + because(detail));
            case ROOM_STUCK,
                    FORK_DETECTED,
                    DEVICE_DUPLICATED,
                    DEVICE_REJOINED,
                    SERVER_RESTORED,
                    UNREADABLE,
                    REPAIRED,
                    ROOM_RENEWED,
                    INBOX_PASSED_OVER -> Optional.empty();
        };
    }

    static Tone tone(NoticeKind kind) {
        return kind == NoticeKind.SERVER_DECEIVES || kind == NoticeKind.IDENTITY_CHANGED ? Tone.DANGER : Tone.WARN;
    }

    private static String because(String detail) {
        return detail.isEmpty() ? "" : ": " + detail;
    }
}
