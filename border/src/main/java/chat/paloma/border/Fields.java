package chat.paloma.border;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Order;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.BlobId;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object by their types. Ids are hexadecimal. What is missing or of another type is an {@link
 * IllegalArgumentException} that names the field.
 */
final class Fields {
    /** The longest text that is parsed, in characters. */
    static final int MAX_TEXT = 1 << 20;

    private final JsonObject object;

    private Fields(JsonObject object) {
        this.object = object;
    }

    /** Reads a JSON object. */
    static Fields parse(String json) {
        if (json.length() > MAX_TEXT) {
            throw new IllegalArgumentException("JSON of " + json.length() + " characters");
        }
        try {
            return of(Json.parse(json), "this");
        } catch (ParseException e) {
            throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
        }
    }

    private static Fields of(JsonValue value, String name) {
        if (!value.isObject()) {
            throw new IllegalArgumentException(name + " is no object");
        }
        return new Fields(value.asObject());
    }

    private JsonValue require(String name) {
        @Nullable JsonValue value = object.get(name);
        if (value == null) {
            throw new IllegalArgumentException("without " + name);
        }
        return value;
    }

    private <T> Optional<T> optional(String name, Function<String, T> read) {
        @Nullable JsonValue value = object.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(read.apply(name));
    }

    String text(String name) {
        return text(require(name), name);
    }

    private static String text(JsonValue value, String name) {
        if (!value.isString()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return value.asString();
    }

    Optional<String> optionalText(String name) {
        return optional(name, this::text);
    }

    boolean bool(String name) {
        JsonValue value = require(name);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(name + " is neither true nor false");
        }
        return value.asBoolean();
    }

    int number(String name) {
        return number(require(name), name);
    }

    private static int number(JsonValue value, String name) {
        long number = integer(value, name);
        if (number != (int) number) {
            throw new IllegalArgumentException(name + " is too large");
        }
        return (int) number;
    }

    long integer(String name) {
        return integer(require(name), name);
    }

    private static long integer(JsonValue value, String name) {
        try {
            if (value.isNumber()) {
                return Long.parseLong(value.toString());
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no whole number", e);
        }
        throw new IllegalArgumentException(name + " is no number");
    }

    /** A constant of an enumeration by its name in lower case. */
    <E extends Enum<E>> E constant(String name, E[] constants) {
        String text = text(name);
        for (E constant : constants) {
            if (lowerCase(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(name + " is not " + text);
    }

    /** The name of a constant as JSON has it. */
    static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    RoomId room(String name) {
        return new RoomId(bytes(name));
    }

    Optional<RoomId> optionalRoom(String name) {
        return optional(name, this::room);
    }

    AccountId account(String name) {
        return new AccountId(bytes(name));
    }

    Optional<AccountId> optionalAccount(String name) {
        return optional(name, this::account);
    }

    DeviceId device(String name) {
        return new DeviceId(bytes(name));
    }

    OperationId operation(String name) {
        return new OperationId(bytes(name));
    }

    Optional<OperationId> optionalOperation(String name) {
        return optional(name, this::operation);
    }

    BlobId blob(String name) {
        return new BlobId(bytes(name));
    }

    Handle handle(String name) {
        return new Handle(text(name));
    }

    /** A place in a timeline. */
    Order place(String name) {
        Decoder<Order> decoder = Order::decode;
        try {
            return decoder.decodeAll(bytes(name).toByteArray());
        } catch (DecodeException e) {
            throw new IllegalArgumentException(name + " is no place", e);
        }
    }

    ByteString bytes(String name) {
        return ByteString.fromHex(text(name));
    }

    List<AccountId> accounts(String name) {
        return list(name, value -> new AccountId(ByteString.fromHex(text(value, name))));
    }

    List<OperationId> operations(String name) {
        return list(name, value -> new OperationId(ByteString.fromHex(text(value, name))));
    }

    List<String> texts(String name) {
        return list(name, value -> text(value, name));
    }

    List<Integer> numbers(String name) {
        return list(name, value -> number(value, name));
    }

    private <T> List<T> list(String name, Function<JsonValue, T> read) {
        JsonValue value = require(name);
        if (!value.isArray()) {
            throw new IllegalArgumentException(name + " is no list");
        }
        List<T> out = new ArrayList<>();
        value.asArray().forEach(each -> out.add(read.apply(each)));
        return out;
    }

    Fields fields(String name) {
        return of(require(name), name);
    }

    Optional<Fields> optionalFields(String name) {
        return optional(name, this::fields);
    }
}
