package chat.paloma.node.telemetry;

import java.util.HexFormat;

/** Ids as logs show them: enough to follow one through a log, too little to be used as the id. */
public final class ShortId {
    private static final int BYTES_SHOWN = 4;

    private ShortId() {}

    /** The first four bytes in hexadecimal, such as {@code 9f86d081…}; an id of four bytes or fewer is hidden. */
    public static String of(byte[] id) {
        return id.length <= BYTES_SHOWN ? "…" : HexFormat.of().formatHex(id, 0, BYTES_SHOWN) + "…";
    }
}
