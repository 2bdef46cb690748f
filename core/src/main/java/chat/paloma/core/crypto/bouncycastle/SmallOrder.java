package chat.paloma.core.crypto.bouncycastle;

import chat.paloma.core.codec.ByteString;
import java.util.List;

/**
 * The x-coordinates with which every agreement ends in zeros (RFC 7748 section 6): those of the points on a curve and
 * on its twist whose order divides the cofactor, in every encoding that they have.
 */
enum SmallOrder {
    /** Orders 2, 4, 8 and 8 on the curve, 4 on the twist; then 0 and 1 again, with the modulus added. */
    X25519(
            0x7f,
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    /** Orders 2 and 4 on the curve, 4 on the twist; then 0 and 1 again, with the modulus added. */
    X448(
            0xff,
            "00".repeat(56),
            "01" + "00".repeat(55),
            "fe" + "ff".repeat(27) + "fe" + "ff".repeat(27),
            "ff".repeat(28) + "fe" + "ff".repeat(27),
            "00".repeat(28) + "ff".repeat(28));

    private final int lastByteMask;
    private final List<ByteString> coordinates;

    SmallOrder(int lastByteMask, String... coordinates) {
        this.lastByteMask = lastByteMask;
        this.coordinates =
                List.of(coordinates).stream().map(ByteString::fromHex).toList();
    }

    /** Whether a public key of the right length is one of them. The bits that the curve ignores don't count. */
    boolean contains(byte[] publicKey) {
        byte[] coordinate = publicKey.clone();
        coordinate[coordinate.length - 1] &= (byte) lastByteMask;
        return coordinates.contains(ByteString.adopt(coordinate));
    }
}
