package chat.paloma.core.crypto;

/** Comparing without telling by the time taken where the difference is. */
public final class ConstantTime {
    private ConstantTime() {}

    /** Whether both arrays hold the same bytes. The time depends on the lengths only, which are public. */
    public static boolean equal(byte[] left, byte[] right) {
        if (left.length != right.length) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < left.length; i++) {
            difference |= left[i] ^ right[i];
        }
        return difference == 0;
    }
}
