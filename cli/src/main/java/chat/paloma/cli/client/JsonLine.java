package chat.paloma.cli.client;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** One JSON object, with the fields that its type has and no others. */
final class JsonLine {
    private final JsonType type;
    private final JsonObject object = new JsonObject();

    private JsonLine(JsonType type) {
        this.type = type;
    }

    static JsonLine of(JsonType type) {
        return new JsonLine(type).put(JsonField.TYPE, type.key());
    }

    /** One that stands within another, and needs no type. */
    static JsonLine within(JsonType type) {
        return new JsonLine(type);
    }

    private JsonLine set(JsonField field, JsonValue value) {
        if (!type.fields().contains(field)) {
            throw new IllegalStateException(type + " has no " + field);
        }
        object.set(field.key(), value);
        return this;
    }

    JsonLine put(JsonField field, String value) {
        return set(field, Json.value(value));
    }

    JsonLine put(JsonField field, long value) {
        return set(field, Json.value(value));
    }

    JsonLine put(JsonField field, boolean value) {
        return set(field, Json.value(value));
    }

    /** Nothing is said where there is nothing. */
    JsonLine put(JsonField field, Optional<String> value) {
        return value.map(text -> put(field, text)).orElse(this);
    }

    JsonLine put(JsonField field, List<JsonLine> values) {
        JsonArray array = new JsonArray();
        values.forEach(each -> array.add(each.object));
        return set(field, array);
    }

    @Override
    public String toString() {
        return object.toString();
    }
}
