package chat.paloma.core.mls.tree;

import static chat.paloma.core.codec.DecodeException.Reason.INVALID_VALUE;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Extensions in their order, at most one of each type (RFC 9420 section 13.4). Unknown ones are kept. */
public record ExtensionList(List<Extension> entries) implements TlsEncodable {
    public static final ExtensionList EMPTY = new ExtensionList(List.of());
    /** The most extensions of a list. */
    public static final int MAX_ENTRIES = 64;
    /** The longest extension of a leaf or a key package that is read, in bytes. */
    public static final int MAX_SMALL_DATA = 1 << 14;

    public ExtensionList {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(entries.size() + " extensions");
        }
        if (hasDuplicates(entries)) {
            throw new IllegalArgumentException("two extensions of one type");
        }
    }

    public static ExtensionList of(Extension... entries) {
        return new ExtensionList(List.of(entries));
    }

    private static boolean hasDuplicates(List<Extension> entries) {
        Set<ExtensionType> types = new HashSet<>();
        return !entries.stream().allMatch(entry -> types.add(entry.type()));
    }

    /** The data of the extension of this type. */
    public Optional<ByteString> find(ExtensionType type) {
        return entries.stream()
                .filter(entry -> entry.type().equals(type))
                .map(Extension::data)
                .findFirst();
    }

    /**
     * The extension of this type, decoded.
     *
     * @throws DecodeException when its data is not what {@code decoder} reads
     */
    public <T> Optional<T> find(ExtensionType type, Decoder<T> decoder) throws DecodeException {
        Optional<ByteString> data = find(type);
        return data.isEmpty()
                ? Optional.empty()
                : Optional.of(decoder.decodeAll(data.get().toByteArray()));
    }

    public boolean contains(ExtensionType type) {
        return find(type).isPresent();
    }

    /** Whether a client with these capabilities knows all types of the list. */
    public boolean areSupportedBy(Capabilities capabilities) {
        return entries.stream().allMatch(entry -> capabilities.supports(entry.type()));
    }

    @Override
    public void encode(TlsWriter out) {
        out.writeList(entries);
    }

    /**
     * Reads a list whose extensions have at most {@code maxData} bytes each.
     *
     * @throws DecodeException also when two extensions have one type
     */
    public static ExtensionList decode(TlsReader in, int maxData) throws DecodeException {
        List<Extension> entries = in.readList(MAX_ENTRIES, entry -> Extension.decode(entry, maxData));
        if (hasDuplicates(entries)) {
            throw new DecodeException(INVALID_VALUE, "two extensions of one type");
        }
        return new ExtensionList(entries);
    }
}
