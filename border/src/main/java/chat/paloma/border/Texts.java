package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Short forms for writing JSON. */
final class Texts {
    private Texts() {}

    static JsonObject object() {
        return new JsonObject();
    }

    /** An object whose field {@code kind} says what it is. */
    static JsonObject kind(String kind) {
        return new JsonObject().add("kind", kind);
    }

    /** Ids and the like, each as it prints. */
    static JsonArray list(List<?> values) {
        JsonArray out = new JsonArray();
        values.forEach(value -> out.add(value.toString()));
        return out;
    }

    static <T> JsonArray list(List<T> values, Function<T, JsonObject> write) {
        JsonArray out = new JsonArray();
        values.forEach(value -> out.add(write.apply(value)));
        return out;
    }

    /** Adds a field when there is a value. */
    static JsonObject add(JsonObject to, String name, Optional<?> value) {
        value.ifPresent(present -> to.add(name, present.toString()));
        return to;
    }

    static JsonObject add(JsonObject to, String name, OptionalLong value) {
        value.ifPresent(present -> to.add(name, present));
        return to;
    }

    static String hex(byte[] bytes) {
        return ByteString.copyOf(bytes).toHex();
    }
}
