package chat.paloma.node.room;

/** Another node changed a room since this one read it: what was to be done is done anew with what it is now. */
final class OvertakenException extends RuntimeException {
    OvertakenException() {
        super("another node changed the room");
    }

    static void unless(boolean asItWas) {
        if (!asItWas) {
            throw new OvertakenException();
        }
    }
}
