package chat.paloma.cli.client;

import io.nayuki.qrcodegen.QrCode;

/** A QR code out of half blocks, light on dark, with the margin that cameras want. */
final class QrPicture {
    private static final int MARGIN = 2;

    private QrPicture() {}

    static String of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        StringBuilder picture = new StringBuilder();
        for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
            for (int x = -MARGIN; x < code.size + MARGIN; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = y + 1 < code.size + MARGIN && !code.getModule(x, y + 1);
                picture.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            picture.append('\n');
        }
        return picture.toString();
    }
}
