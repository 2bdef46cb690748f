package chat.paloma.core.room.operation;

import static chat.paloma.core.room.operation.OperationLimits.MAX_MENTIONS;
import static chat.paloma.core.room.operation.OperationLimits.MAX_REPLACED;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.WireText;
import java.util.List;
import java.util.Map;

/** Reads payloads. The values check themselves, so that what is read and what is built keep the same bounds. */
final class ContentDecoder {
    private static final Map<OperationKind, Decoder<? extends Content>> KNOWN = Map.ofEntries(
            Map.entry(OperationKind.MESSAGE, ContentDecoder::message),
            Map.entry(OperationKind.EDIT, ContentDecoder::edit),
            Map.entry(OperationKind.DELETE, in -> new Content.Delete(OperationId.decode(in))),
            Map.entry(
                    OperationKind.REACT,
                    in -> new Content.React(OperationId.decode(in), WireText.read(in, OperationLimits.MAX_EMOJI))),
            Map.entry(
                    OperationKind.UNREACT,
                    in -> new Content.Unreact(
                            OperationId.decode(in), WireText.read(in, OperationLimits.MAX_EMOJI), named(in))),
            Map.entry(OperationKind.PIN, in -> new Content.Pin(OperationId.decode(in))),
            Map.entry(OperationKind.UNPIN, in -> new Content.Unpin(OperationId.decode(in), named(in))),
            Map.entry(
                    OperationKind.TOPIC,
                    in -> new Content.Topic(WireText.read(in, OperationLimits.MAX_TOPIC), named(in))),
            Map.entry(
                    OperationKind.NAME, in -> new Content.Name(WireText.read(in, OperationLimits.MAX_NAME), named(in))),
            Map.entry(OperationKind.POLL, ContentDecoder::poll),
            Map.entry(OperationKind.VOTE, ContentDecoder::vote),
            Map.entry(OperationKind.CLOSE_POLL, in -> new Content.ClosePoll(OperationId.decode(in))),
            Map.entry(OperationKind.SETTING, ContentDecoder::setting),
            Map.entry(
                    OperationKind.SNAPSHOT,
                    in -> new Content.Snapshot(
                            ByteString.adopt(in.readBytes(Content.Snapshot.HASH_LENGTH)), EncryptedBlob.decode(in))));

    private ContentDecoder() {}

    static boolean isKnown(OperationKind kind) {
        return KNOWN.containsKey(kind);
    }

    /** Reads a payload, all of it. A value out of its bounds throws {@link IllegalArgumentException}. */
    static Content decode(OperationKind kind, byte[] payload) throws DecodeException {
        Decoder<? extends Content> decoder = KNOWN.get(kind);
        return decoder == null ? new Content.Unknown(kind, ByteString.adopt(payload)) : decoder.decodeAll(payload);
    }

    private static List<OperationId> named(TlsReader in) throws DecodeException {
        return OperationId.decodeList(in, MAX_REPLACED);
    }

    private static Content message(TlsReader in) throws DecodeException {
        return new Content.Message(
                WireText.read(in, OperationLimits.MAX_TEXT),
                in.readOptional(OperationId::decode),
                in.readOptional(OperationId::decode),
                in.readList(MAX_MENTIONS, AccountId::decode),
                in.readList(OperationLimits.MAX_ATTACHMENTS, Attachment::decode));
    }

    private static Content edit(TlsReader in) throws DecodeException {
        return new Content.Edit(
                OperationId.decode(in),
                WireText.read(in, OperationLimits.MAX_TEXT),
                in.readList(MAX_MENTIONS, AccountId::decode),
                named(in));
    }

    private static Content poll(TlsReader in) throws DecodeException {
        return new Content.Poll(
                WireText.read(in, OperationLimits.MAX_QUESTION),
                in.readList(OperationLimits.MAX_OPTIONS, option -> WireText.read(option, OperationLimits.MAX_OPTION)),
                Bounds.readBoolean(in),
                in.readOptional(OperationId::decode));
    }

    private static Content vote(TlsReader in) throws DecodeException {
        return new Content.Vote(OperationId.decode(in), in.readList(OperationLimits.MAX_OPTIONS, TlsReader::readUint8));
    }

    private static Content setting(TlsReader in) throws DecodeException {
        return new Content.Setting(
                WireText.read(in, OperationLimits.MAX_SETTING_KEY),
                in.readOptional(value -> ByteString.decode(value, OperationLimits.MAX_SETTING)),
                named(in));
    }
}
