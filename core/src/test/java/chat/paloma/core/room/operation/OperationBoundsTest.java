package chat.paloma.core.room.operation;

import static chat.paloma.core.room.operation.OperationSamples.bytes;
import static chat.paloma.core.room.operation.OperationSamples.id;
import static chat.paloma.core.room.operation.OperationSamples.ids;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is at a bound passes, what is beyond it is neither built nor read. */
class OperationBoundsTest {
    private static final Optional<OperationId> NONE = Optional.empty();

    private static String text(int length) {
        return "x".repeat(length);
    }

    private static List<AccountId> accounts(int count) {
        return IntStream.range(0, count).mapToObj(OperationSamples::account).toList();
    }

    private static Content message(String text, int mentions, int attachments) {
        return new Content.Message(
                text, NONE, NONE, accounts(mentions), Collections.nCopies(attachments, OperationSamples.attachment()));
    }

    private static Content poll(String question, int options, int length) {
        return new Content.Poll(question, Collections.nCopies(options, text(length)), false, NONE);
    }

    private static Content setting(int key, int value) {
        return new Content.Setting(text(key), Optional.of(bytes(1, value)), List.of());
    }

    private static Content file(long size, int chunk, String mediaType, int name) {
        EncryptedBlob blob = OperationSamples.blob();
        Attachment attachment = new Attachment(
                new EncryptedBlob(blob.blob(), size, blob.key(), chunk),
                mediaType,
                text(name),
                Optional.empty(),
                Optional.empty());
        return new Content.Message("", NONE, NONE, List.of(), List.of(attachment));
    }

    private static Arguments row(String name, Supplier<Content> within, Supplier<Content> beyond) {
        return Arguments.of(Named.of(name, within), beyond);
    }

    static Stream<Arguments> bounds() {
        return Stream.of(
                row("text", () -> message(text(16_384), 0, 0), () -> message(text(16_385), 0, 0)),
                row(
                        "text in UTF-8",
                        () -> message("\u00e4".repeat(8192), 0, 0),
                        () -> message("\u00e4".repeat(8193), 0, 0)),
                row("empty text", () -> message("", 0, 1), () -> message("", 0, 0)),
                row("whole characters", () -> message("\ud83d\udc4d", 0, 0), () -> message("\ud83d", 0, 0)),
                row("mentions", () -> message("x", 64, 0), () -> message("x", 65, 0)),
                row("attachments", () -> message("x", 0, 16), () -> message("x", 0, 17)),
                row(
                        "edit",
                        () -> new Content.Edit(id(1), text(16_384), accounts(64), ids(32)),
                        () -> new Content.Edit(id(1), text(16_385), List.of(), List.of())),
                row(
                        "replaced edits",
                        () -> new Content.Edit(id(1), "", List.of(), ids(32)),
                        () -> new Content.Edit(id(1), "", List.of(), ids(33))),
                row("emoji", () -> new Content.React(id(1), text(64)), () -> new Content.React(id(1), text(65))),
                row("no emoji", () -> new Content.React(id(1), text(1)), () -> new Content.React(id(1), "")),
                row(
                        "removed reactions",
                        () -> new Content.Unreact(id(1), "x", ids(32)),
                        () -> new Content.Unreact(id(1), "x", ids(33))),
                row(
                        "no removed reaction",
                        () -> new Content.Unreact(id(1), "x", ids(1)),
                        () -> new Content.Unreact(id(1), "x", List.of())),
                row("removed pins", () -> new Content.Unpin(id(1), ids(32)), () -> new Content.Unpin(id(1), ids(33))),
                row("no removed pin", () -> new Content.Unpin(id(1), ids(1)), () -> new Content.Unpin(id(1), ids(0))),
                row("topic", () -> new Content.Topic(text(1024), ids(32)), () -> new Content.Topic(text(1025), ids(0))),
                row("replaced topics", () -> new Content.Topic("", ids(32)), () -> new Content.Topic("", ids(33))),
                row("name", () -> new Content.Name(text(256), ids(32)), () -> new Content.Name(text(257), ids(0))),
                row("replaced names", () -> new Content.Name("", ids(32)), () -> new Content.Name("", ids(33))),
                row("question", () -> poll(text(1024), 32, 256), () -> poll(text(1025), 2, 1)),
                row("no question", () -> poll(text(1), 2, 1), () -> poll("", 2, 1)),
                row("options", () -> poll("x", 32, 1), () -> poll("x", 33, 1)),
                row("too few options", () -> poll("x", 2, 1), () -> poll("x", 1, 1)),
                row("option", () -> poll("x", 2, 256), () -> poll("x", 2, 257)),
                row("no option", () -> poll("x", 2, 1), () -> poll("x", 2, 0)),
                row(
                        "choices",
                        () -> new Content.Vote(
                                id(1), IntStream.range(0, 32).boxed().toList()),
                        () -> new Content.Vote(id(1), List.of(32))),
                row(
                        "choices once each",
                        () -> new Content.Vote(id(1), List.of(0, 1)),
                        () -> new Content.Vote(id(1), List.of(1, 1))),
                row("key", () -> setting(64, 0), () -> setting(65, 0)),
                row("no key", () -> setting(1, 0), () -> setting(0, 0)),
                row("value", () -> setting(1, 32_768), () -> setting(1, 32_769)),
                row("file", () -> file(1L << 40, 1 << 24, "a/b", 255), () -> file((1L << 40) + 1, 1 << 24, "a/b", 1)),
                row("smallest pieces", () -> file(0, 1 << 10, "a/b", 1), () -> file(0, (1 << 10) - 1, "a/b", 1)),
                row("largest pieces", () -> file(0, 1 << 24, "a/b", 1), () -> file(0, (1 << 24) + 1, "a/b", 1)),
                row("file name", () -> file(0, 1 << 10, "a/b", 255), () -> file(0, 1 << 10, "a/b", 256)),
                row("no file name", () -> file(0, 1 << 10, "a/b", 1), () -> file(0, 1 << 10, "a/b", 0)),
                row("media type", () -> file(0, 1 << 10, text(127), 1), () -> file(0, 1 << 10, text(128), 1)),
                row("visible media type", () -> file(0, 1 << 10, "a/b", 1), () -> file(0, 1 << 10, "a b", 1)),
                row(
                        "payload of an unknown kind",
                        () -> new Content.Unknown(new OperationKind(99), bytes(1, 60 << 10)),
                        () -> new Content.Unknown(new OperationKind(99), bytes(1, (60 << 10) + 1))));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void isBuiltAndReadUpToItsBound(Supplier<Content> within, Supplier<Content> beyond) throws DecodeException {
        Operation operation = OperationSamples.operation(within.get());
        assertEquals(operation, Operation.decode(operation.encoded()));
        assertThrows(IllegalArgumentException.class, beyond::get);
    }

    /** The same beyond the bounds, written by somebody who does not keep them. */
    static Stream<Arguments> hostile() {
        return Stream.of(
                payload(
                        OperationKind.MESSAGE,
                        out -> message(out, text(16_385)).writeUint8(0).writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> message(out, "").writeUint8(0).writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> message(out, "x").writeList(accounts(65)).writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> message(out, "x")
                                .writeList(List.of(OperationSamples.account(2), OperationSamples.account(1)))
                                .writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> message(out, "x").writeUint8(0).writeUint8(0).writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> out.writeOpaque(new byte[] {(byte) 0xff})
                                .writeUint8(0)
                                .writeUint8(0)
                                .writeUint8(0)
                                .writeUint8(0)),
                payload(
                        OperationKind.MESSAGE,
                        out -> out.writeOpaque(new byte[] {'x'})
                                .writeUint8(2)
                                .writeUint8(0)
                                .writeUint8(0)
                                .writeUint8(0)),
                payload(OperationKind.DELETE, out -> out.writeBytes(new byte[31])),
                payload(OperationKind.DELETE, out -> out.writeBytes(new byte[33])),
                payload(OperationKind.REACT, out -> out.write(id(1)).writeOpaque(new byte[0])),
                payload(OperationKind.REACT, out -> out.write(id(1)).writeOpaque(new byte[65])),
                payload(
                        OperationKind.UNREACT,
                        out -> out.write(id(1)).writeOpaque(new byte[] {'x'}).writeUint8(0)),
                payload(OperationKind.UNPIN, out -> out.write(id(1)).writeList(List.of(id(2), id(2)))),
                payload(OperationKind.TOPIC, out -> out.writeOpaque(new byte[0]).writeList(ids(33))),
                payload(OperationKind.VOTE, out -> out.write(id(1)).writeOpaque(new byte[] {1, 0})),
                payload(OperationKind.VOTE, out -> out.write(id(1)).writeOpaque(new byte[] {32})),
                payload(
                        OperationKind.POLL,
                        out -> out.writeOpaque(new byte[] {'x'})
                                .writeOpaque(new byte[] {1, 'a'})
                                .writeUint8(0)
                                .writeUint8(0)),
                payload(
                        OperationKind.POLL,
                        out -> out.writeOpaque(new byte[] {'x'})
                                .writeOpaque(new byte[] {1, 'a', 1, 'b'})
                                .writeUint8(2)
                                .writeUint8(0)),
                payload(
                        OperationKind.SETTING,
                        out -> out.writeOpaque(new byte[] {'x'})
                                .writeUint8(1)
                                .writeOpaque(new byte[32_769])
                                .writeUint8(0)),
                payload(
                        OperationKind.SNAPSHOT,
                        out -> out.writeBytes(new byte[32])
                                .writeBytes(new byte[32])
                                .writeUint64(-1)
                                .writeBytes(new byte[32])
                                .writeUint32(1 << 16)),
                payload(
                        OperationKind.SNAPSHOT,
                        out -> out.writeBytes(new byte[32])
                                .writeBytes(new byte[32])
                                .writeUint64(1)
                                .writeBytes(new byte[32])
                                .writeUint32(0xffff_ffffL)));
    }

    private static TlsWriter message(TlsWriter out, String text) {
        return out.writeOpaque(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .writeUint8(0)
                .writeUint8(0);
    }

    private static Arguments payload(OperationKind kind, TlsEncodable payload) {
        return Arguments.of(kind, payload);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aPayloadBeyondABoundIsRefused(OperationKind kind, TlsEncodable payload) {
        assertRefused(
                header(1, 2, true).write(kind).writeVector(payload::encode).writeBytes(tail(2, 2)));
    }

    private static TlsWriter header(long incarnation, long counter, boolean previousOwn) {
        TlsWriter out = new TlsWriter()
                .writeUint16(1)
                .writeBytes(new byte[32 + 48])
                .writeUint32(incarnation)
                .writeUint64(counter)
                .writeUint8(previousOwn ? 1 : 0);
        return previousOwn ? out.write(id(99)) : out;
    }

    private static byte[] payload() {
        return new TlsWriter()
                .write(OperationKind.DELETE)
                .writeOpaque(new byte[32])
                .toByteArray();
    }

    private static byte[] tail(int dependencies, int lanes) {
        return new TlsWriter()
                .writeList(ids(dependencies))
                .writeUint64(1)
                .writeList(IntStream.range(0, lanes)
                        .mapToObj(i -> OperationSamples.seen(i + 1, 1))
                        .toList())
                .toByteArray();
    }

    private static void assertRefused(TlsWriter out) {
        assertThrows(DecodeException.class, () -> Operation.decode(out.toByteArray()));
    }

    private static void assertRead(TlsWriter out) throws DecodeException {
        assertEquals(
                ByteString.adopt(out.toByteArray()),
                ByteString.adopt(Operation.decode(out.toByteArray()).encoded()));
    }

    @Test
    void whatSurroundsThePayloadHasBounds() throws DecodeException {
        assertRead(header(1, 1, false).writeBytes(payload()).writeBytes(tail(32, 16)));
        assertRead(
                header(0xffff_ffffL, Long.MAX_VALUE, true).writeBytes(payload()).writeBytes(tail(32, 16)));
        assertRefused(header(0, 1, false).writeBytes(payload()).writeBytes(tail(0, 0)));
        assertRefused(header(1, 0, false).writeBytes(payload()).writeBytes(tail(0, 0)));
        assertRefused(header(1, -1, true).writeBytes(payload()).writeBytes(tail(0, 0)));
        assertRefused(header(1, 1, true).writeBytes(payload()).writeBytes(tail(0, 0)));
        assertRefused(header(1, 2, false).writeBytes(payload()).writeBytes(tail(0, 0)));
        assertRefused(header(1, 1, false).writeBytes(payload()).writeBytes(tail(33, 0)));
        assertRefused(header(1, 1, false).writeBytes(payload()).writeBytes(tail(0, 17)));
    }

    @Test
    void anotherFormatIsRefused() {
        byte[] encoded = OperationSamples.operation(new Content.Pin(id(1))).encoded();
        encoded[1] = 2;
        assertThrows(DecodeException.class, () -> Operation.decode(encoded));
    }

    @Test
    void dependenciesAreAscendingAndWithoutTheOneBefore() {
        TlsWriter start = header(1, 2, true).writeBytes(payload());
        byte[] out = start.toByteArray();
        for (List<OperationId> wrong : List.of(List.of(id(2), id(1)), List.of(id(1), id(1)), List.of(id(1), id(99)))) {
            assertRefused(new TlsWriter()
                    .writeBytes(out)
                    .writeList(wrong)
                    .writeUint64(1)
                    .writeUint8(0));
        }
    }

    @Test
    void lanesAreAscending() {
        byte[] out = header(1, 2, true).writeBytes(payload()).toByteArray();
        for (List<Seen> wrong : List.of(
                List.of(OperationSamples.seen(2, 1), OperationSamples.seen(1, 1)),
                List.of(OperationSamples.seen(1, 1), OperationSamples.seen(1, 2)))) {
            assertRefused(
                    new TlsWriter().writeBytes(out).writeUint8(0).writeUint64(1).writeList(wrong));
        }
    }

    @Test
    void aTimeOf64BitsIsRefused() {
        assertRefused(header(1, 2, true)
                .writeBytes(payload())
                .writeUint8(0)
                .writeUint64(-1)
                .writeUint8(0));
    }

    @Test
    void aPayloadThatIsTooLongIsRefused() {
        assertRefused(header(1, 2, true)
                .write(new OperationKind(99))
                .writeOpaque(new byte[(60 << 10) + 1])
                .writeBytes(tail(0, 0)));
    }

    @Test
    void anOperationThatIsTooLongIsRefused() {
        DecodeException refusal = assertThrows(
                DecodeException.class, () -> Operation.decode(new byte[OperationLimits.MAX_OPERATION + 1]));
        assertEquals(DecodeException.Reason.TOO_LARGE, refusal.reason());
    }

    @Test
    void aKindThatIsKnownIsNeverUnknown() {
        assertThrows(
                IllegalArgumentException.class, () -> new Content.Unknown(OperationKind.MESSAGE, ByteString.EMPTY));
    }
}
