package chat.paloma.core.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shape of a structure in the TLS presentation language, as data: it decodes to a tree of {@link Long},
 * {@link ByteString}, {@link Optional} and {@link List}, and encodes such a tree. So one test reads through every kind
 * of grammar.
 */
sealed interface Shape {
    Object decode(TlsReader in) throws DecodeException;

    void encode(Object value, TlsWriter out);

    /** An unsigned number of 1, 2, 3, 4 or 8 bytes. */
    record Unsigned(int width) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return switch (width) {
                case 1 -> (long) in.readUint8();
                case 2 -> (long) in.readUint16();
                case 3 -> (long) in.readUint24();
                case 4 -> in.readUint32();
                case 8 -> in.readUint64();
                default -> throw new IllegalStateException("no number has " + width + " bytes");
            };
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            long number = (Long) value;
            switch (width) {
                case 1 -> out.writeUint8((int) number);
                case 2 -> out.writeUint16((int) number);
                case 3 -> out.writeUint24((int) number);
                case 4 -> out.writeUint32(number);
                case 8 -> out.writeUint64(number);
                default -> throw new IllegalStateException("no number has " + width + " bytes");
            }
        }
    }

    /** A variable-size length on its own. */
    record Length() implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return (long) in.readVarint();
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            out.writeVarint((int) (long) (Long) value);
        }
    }

    /** So many bytes, without a length. */
    record Fixed(int length) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return ByteString.adopt(in.readBytes(length));
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            out.writeBytes(((ByteString) value).toByteArray());
        }
    }

    /** A vector of bytes whose length has 1, 2 or 3 bytes, or is variable-size (0). */
    record Opaque(int lengthWidth, int maxLength) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return ByteString.adopt(
                    switch (lengthWidth) {
                        case 0 -> in.readOpaque(maxLength);
                        case 1 -> in.readOpaque8(maxLength);
                        case 2 -> in.readOpaque16(maxLength);
                        case 3 -> in.readOpaque24(maxLength);
                        default -> throw new IllegalStateException("no length has " + lengthWidth + " bytes");
                    });
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            byte[] bytes = ((ByteString) value).toByteArray();
            switch (lengthWidth) {
                case 0 -> out.writeOpaque(bytes);
                case 1 -> out.writeOpaque8(bytes);
                case 2 -> out.writeOpaque16(bytes);
                case 3 -> out.writeOpaque24(bytes);
                default -> throw new IllegalStateException("no length has " + lengthWidth + " bytes");
            }
        }
    }

    /** A vector of elements. */
    record Elements(int maxCount, Shape element) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return in.readList(maxCount, element::decode);
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            out.writeVector(inner -> {
                for (Object item : (List<?>) value) {
                    element.encode(item, inner);
                }
            });
        }
    }

    /** A value that may be absent. */
    record Maybe(Shape value) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            return in.readOptional(value::decode);
        }

        @Override
        public void encode(Object optional, TlsWriter out) {
            out.writeOptional(((Optional<?>) optional).map(present -> inner -> value.encode(present, inner)));
        }
    }

    /** Fields one after the other. */
    record Struct(List<Shape> fields) implements Shape {
        @Override
        public Object decode(TlsReader in) throws DecodeException {
            List<Object> values = new ArrayList<>();
            for (Shape field : fields) {
                values.add(field.decode(in));
            }
            return values;
        }

        @Override
        public void encode(Object value, TlsWriter out) {
            List<?> values = (List<?>) value;
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).encode(values.get(i), out);
            }
        }
    }
}
