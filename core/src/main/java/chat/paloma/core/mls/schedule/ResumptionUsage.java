package chat.paloma.core.mls.schedule;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.DecodeException.Reason;
import chat.paloma.core.codec.TlsReader;

/** What a resumption PSK is used for (RFC 9420 section 8.4). */
public enum ResumptionUsage {
    /** Whatever the application wants. */
    APPLICATION(1),
    /** To link a group to the one that it replaces. */
    REINIT(2),
    /** To link a group to the one whose members it takes some of. */
    BRANCH(3);

    private final int id;

    ResumptionUsage(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    static ResumptionUsage decode(TlsReader in) throws DecodeException {
        int id = in.readUint8();
        for (ResumptionUsage usage : values()) {
            if (usage.id == id) {
                return usage;
            }
        }
        throw new DecodeException(Reason.INVALID_VALUE, "no such use of a resumption PSK: " + id);
    }
}
