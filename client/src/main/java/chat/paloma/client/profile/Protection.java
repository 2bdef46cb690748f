package chat.paloma.client.profile;

/** Where the key that opens a profile lies. */
public enum Protection {
    /** In the operating system's keyring. */
    KEYRING(1, "keyring"),
    /** In somebody's head: it is derived from a passphrase. */
    PASSPHRASE(2, "passphrase"),
    /** Beside the data, for programs that nobody attends: whoever has the folder has everything. */
    NONE(3, "file key without protection");

    private final int number;
    private final String words;

    Protection(int number, String words) {
        this.number = number;
        this.words = words;
    }

    int number() {
        return number;
    }

    /** For a person: "kept in: ...". */
    public String words() {
        return words;
    }
}
