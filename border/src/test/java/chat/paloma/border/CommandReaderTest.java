package chat.paloma.border;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.operation.OperationId;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {
    private static final Path MODEL = Path.of("../web/src/model/commands.ts");
    private static final String ID = "0123456789abcdef".repeat(4);
    /** What the host of the browser asks by itself. */
    private static final Set<String> OF_THE_HOST = Set.of("beginUpload", "beginDownload");

    /** The kinds of commands in the model of the page, which stand between the type's name and its end. */
    private static Set<String> kindsOfTheModel() throws IOException {
        String model = Files.readString(MODEL);
        String commands = model.substring(model.indexOf("export type Command"), model.indexOf("export type Role"));
        Set<String> kinds = new TreeSet<>();
        Matcher fields = Pattern.compile("kind: ([^;]*);").matcher(commands);
        while (fields.find()) {
            Matcher names = Pattern.compile("\"(\\w+)\"").matcher(fields.group(1));
            while (names.find()) {
                kinds.add(names.group(1));
            }
        }
        return kinds;
    }

    /** The records of a sealed interface, and of those that it permits. */
    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(CommandReaderTest::records);
    }

    private static Set<String> kindsOfTheEngine() {
        return records(Command.class)
                .map(Class::getSimpleName)
                .map(name -> Character.toLowerCase(name.charAt(0)) + name.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theModelOfThePageHasTheCommandsOfTheEngine() throws IOException {
        Set<String> expected = kindsOfTheEngine();
        expected.removeAll(OF_THE_HOST);
        assertEquals(expected, kindsOfTheModel());
    }

    @Test
    void everyKindIsReadIntoItsRecord() {
        for (String kind : kindsOfTheEngine()) {
            Command read = CommandReader.read(everything(kind).toString());
            assertEquals(
                    kind.toLowerCase(Locale.ROOT),
                    read.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
    }

    /** Every field that any command has. */
    private static JsonObject everything(String kind) {
        JsonObject out = new JsonObject().add("kind", kind);
        for (String id : List.of("account", "room", "message", "poll", "entry", "blob", "id", "after")) {
            out.add(id, ID);
        }
        for (String text :
                List.of("origin", "recoveryKey", "code", "name", "text", "link", "emoji", "question", "key")) {
            out.add(text, text);
        }
        for (String flag : List.of(
                "administrator", "accept", "blocked", "verified", "on", "multiple", "typing", "visible", "shared")) {
            out.add(flag, true);
        }
        for (String list : List.of("members", "mentions", "attachments", "options", "choices")) {
            out.add(list, new JsonArray());
        }
        return out.add("handle", "ada")
                .add("device", ID.substring(32))
                .add("whoMayAdd", "members")
                .add("who", "administrators")
                .add("role", "owner")
                .add("level", "mentions")
                .add("days", 1)
                .add("seconds", 60)
                .add("size", 1 << 20);
    }

    @Test
    void fieldsBecomeTheValuesThatTheySay() {
        AccountId account = new AccountId(ByteString.fromHex(ID));
        RoomId room = new RoomId(ByteString.fromHex(ID));
        OperationId message = new OperationId(ByteString.fromHex(ID));
        assertEquals(
                new Command.Register(
                        "https://chat.example", Optional.of(ByteString.fromHex("00ff10")), new Handle("ada")),
                CommandReader.read("""
                        {"kind":"register","origin":"https://chat.example","invite":"AP8Q","handle":"ada"}"""));
        assertEquals(
                new Command.CreateRoom("Über", List.of(account), WhoMayAdd.ADMINISTRATORS),
                CommandReader.read("""
                        {"kind":"createRoom","name":"\\u00dcber","members":["%s"],"whoMayAdd":"administrators"}""".formatted(ID)));
        assertEquals(
                new Command.SendMessage(room, "hello", Optional.empty(), Optional.of(message), List.of(), List.of()),
                CommandReader.read("""
                        {"kind":"sendMessage","room":"%s","text":"hello","thread":"%s","replyTo":null,
                         "mentions":[],"attachments":[]}""".formatted(ID, ID)));
    }

    @Test
    void anAttachmentIsReadFromWhatTheHostMadeOfAFile() {
        String attachment = """
                {"content":{"blob":"%s","size":5000,"key":"%s","chunkSize":1048576},"mediaType":"image/png",
                 "name":"a.png","dimensions":{"width":9,"height":6},
                 "thumbnail":{"content":{"blob":"%s","size":50,"key":"%s","chunkSize":1048576},
                              "dimensions":{"width":3,"height":2}}}""".formatted(ID, ID, ID, ID);
        String command = everything("sendMessage")
                .set("attachments", new JsonArray().add(attachment))
                .toString();
        var sent = (Command.SendMessage) CommandReader.read(command);
        assertEquals(5000, sent.attachments().getFirst().content().size());
        assertEquals(
                3,
                sent.attachments()
                        .getFirst()
                        .thumbnail()
                        .orElseThrow()
                        .dimensions()
                        .width());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"kind\":7}",
                "{\"kind\":\"nonsense\",\"room\":\"00\"}",
                "{\"kind\":\"leave\"}",
                "{\"kind\":\"leave\",\"room\":null}",
                "{\"kind\":\"leave\",\"room\":\"0\"}",
                "{\"kind\":\"leave\",\"room\":\"zz\"}",
                "{\"kind\":\"leave\",\"room\":\"00\"}",
                "{\"kind\":\"lookUp\",\"handle\":\"NOT A HANDLE\"}",
                "{\"kind\":\"createInvite\",\"administrator\":1,\"days\":1}",
                "{\"kind\":\"createInvite\",\"administrator\":true,\"days\":1.5}",
                "{\"kind\":\"createInvite\",\"administrator\":true,\"days\":99999999999}",
                "{\"kind\":\"createInvite\",\"administrator\":true,\"days\":\"1\"}",
                "{\"kind\":\"createRoom\",\"name\":\"\",\"members\":{},\"whoMayAdd\":\"members\"}",
                "{\"kind\":\"createRoom\",\"name\":\"\",\"members\":[],\"whoMayAdd\":\"nobody\"}",
                "{\"kind\":\"register\",\"origin\":\"\",\"invite\":\"?\",\"handle\":\"ada\"}",
            })
    void whatIsNoCommandIsRefused(String json) {
        assertThrows(IllegalArgumentException.class, () -> CommandReader.read(json));
    }

    @Test
    void nestingAndLengthAreBounded() {
        String deep = "{\"kind\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThrows(IllegalArgumentException.class, () -> CommandReader.read(deep));
        String long_ = "{\"kind\":\"" + "x".repeat(Fields.MAX_TEXT) + "\"}";
        assertThrows(IllegalArgumentException.class, () -> CommandReader.read(long_));
        assertTrue(long_.length() > Fields.MAX_TEXT);
    }
}
