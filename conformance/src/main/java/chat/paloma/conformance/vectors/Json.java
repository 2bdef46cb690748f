package chat.paloma.conformance.vectors;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.SecretBytes;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.math.BigInteger;
import java.util.Set;

/** Reads the fields that vectors have in common. A missing or wrong field fails the case with its name. */
public final class Json {
    private Json() {}

    public static JsonValue field(JsonObject object, String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return value;
    }

    public static int integer(JsonObject object, String name) {
        return field(object, name).asInt();
    }

    /** An unsigned 64-bit number as the bits of a {@code long}. */
    public static long unsignedLong(JsonObject object, String name) {
        BigInteger value = new BigInteger(field(object, name).toString());
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException(name + " is not an unsigned 64-bit number");
        }
        return value.longValue();
    }

    public static ByteString hex(JsonObject object, String name) {
        return ByteString.fromHex(field(object, name).asString());
    }

    public static byte[] bytes(JsonObject object, String name) {
        return hex(object, name).toByteArray();
    }

    public static SecretBytes secret(JsonObject object, String name) {
        return SecretBytes.adopt(bytes(object, name));
    }

    /** Whether the document is a non-empty list of objects whose first one has all these fields. */
    public static boolean isListOf(JsonValue document, Set<String> fields) {
        return document.isArray()
                && !document.asArray().isEmpty()
                && hasFields(document.asArray().get(0), fields);
    }

    public static boolean hasFields(JsonValue value, Set<String> fields) {
        return value.isObject() && value.asObject().names().containsAll(fields);
    }
}
