package chat.paloma.node.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How the file of a sealed blob begins. */
public final class SealedMark {
    private static final byte[] MARK = "PALOMA\1B".getBytes(StandardCharsets.ISO_8859_1);

    private SealedMark() {}

    public static byte[] bytes() {
        return MARK.clone();
    }

    /** Whether a file is sealed. Its position is at the beginning behind this. */
    public static boolean isOn(SeekableByteChannel file) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(MARK.length);
        file.position(0);
        while (beginning.hasRemaining() && file.read(beginning) >= 0) {
            // The rest of it.
        }
        file.position(0);
        return Arrays.equals(beginning.array(), MARK);
    }
}
