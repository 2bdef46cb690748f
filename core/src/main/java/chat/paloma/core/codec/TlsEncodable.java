package chat.paloma.core.codec;

/** A value with one canonical encoding. */
@FunctionalInterface
public interface TlsEncodable {
    void encode(TlsWriter out);

    /** The canonical encoding of this value alone. */
    default byte[] encoded() {
        TlsWriter out = new TlsWriter();
        encode(out);
        return out.toByteArray();
    }
}
