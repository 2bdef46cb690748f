package chat.paloma.cli.client;

import chat.paloma.core.engine.api.ProblemCode;

/** How a command ended, for scripts. */
public enum ExitCode {
    DONE(0, "done; a message that can't be sent yet is kept, and the output says so"),
    REFUSED(1, "refused, not found, or not possible"),
    USAGE(2, "the command line is wrong"),
    NO_CONNECTION(3, "no connection, or no answer in time"),
    PROFILE(
            4,
            "the profile can't be used: another process has it, its key is not to be had, the disk is full, it is damaged,"
                    + " or of a newer version"),
    NOT_REGISTERED(5, "the profile has no account yet"),
    DEVICE_ENDED(
            6, "this device can't go on: it was removed from its account, is an old copy, or is connected elsewhere"),
    DISTRUST(7, "what the server shows proves wrong, or a name belongs to another account than before"),
    VERSION(8, "client and server have no version of the protocol in common");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    /** For a person who writes a script. */
    public String meaning() {
        return meaning;
    }

    /** How a command ends that meets a problem. */
    static ExitCode of(ProblemCode problem) {
        return switch (problem) {
            case NO_CONNECTION -> NO_CONNECTION;
            case NOT_REGISTERED -> NOT_REGISTERED;
            case DEVICE_REVOKED, PROFILE_OLD, REPLACED -> DEVICE_ENDED;
            case SERVER_DECEIVES, IDENTITY_CHANGED -> DISTRUST;
            case VERSION -> VERSION;
            default -> REFUSED;
        };
    }
}
