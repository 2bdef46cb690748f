package chat.paloma.core.room.operation;

import static chat.paloma.core.room.operation.OperationLimits.MAX_MENTIONS;
import static chat.paloma.core.room.operation.OperationLimits.MAX_REPLACED;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.WireText;
import java.util.List;
import java.util.Optional;

/**
 * What an operation does: its kind and its payload.
 *
 * <p>A write names the writes that its author saw and replaces ({@code replaces}), and a removal those that it removes:
 * whatever the author had not seen stays. Lists of ids and accounts are strictly ascending.
 */
public sealed interface Content extends TlsEncodable {
    OperationKind kind();

    /** The payload alone. */
    @Override
    void encode(TlsWriter out);

    /**
     * A message.
     *
     * @param text Markdown; empty only beside an attachment
     * @param replyTo the message that it answers
     * @param thread the message under which it stands, not in the timeline itself
     */
    record Message(
            String text,
            Optional<OperationId> replyTo,
            Optional<OperationId> thread,
            List<AccountId> mentions,
            List<Attachment> attachments)
            implements Content {
        public Message {
            Bounds.text("a message", text, 0, OperationLimits.MAX_TEXT);
            mentions = Bounds.ascending("mentions", mentions, MAX_MENTIONS);
            attachments = List.copyOf(attachments);
            Bounds.require(attachments.size() <= OperationLimits.MAX_ATTACHMENTS, attachments.size() + " attachments");
            Bounds.require(!text.isEmpty() || !attachments.isEmpty(), "an empty message");
        }

        /** A message that is text alone. */
        public static Message of(String text) {
            return new Message(text, Optional.empty(), Optional.empty(), List.of(), List.of());
        }

        @Override
        public OperationKind kind() {
            return OperationKind.MESSAGE;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, text);
            out.writeOptional(replyTo).writeOptional(thread).writeList(mentions).writeList(attachments);
        }
    }

    /** Another text for one's own message. The last one is shown, and the former ones on demand. */
    record Edit(OperationId target, String text, List<AccountId> mentions, List<OperationId> replaces)
            implements Content {
        public Edit {
            Bounds.text("a message", text, 0, OperationLimits.MAX_TEXT);
            mentions = Bounds.ascending("mentions", mentions, MAX_MENTIONS);
            replaces = Bounds.ascending("replaced edits", replaces, MAX_REPLACED);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.EDIT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target);
            WireText.write(out, text);
            out.writeList(mentions).writeList(replaces);
        }
    }

    /** Deletes one's own message or poll for good. */
    record Delete(OperationId target) implements Content {
        @Override
        public OperationKind kind() {
            return OperationKind.DELETE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target);
        }
    }

    /** Adds a reaction of the author's. */
    record React(OperationId target, String emoji) implements Content {
        public React {
            Bounds.text("an emoji", emoji, 1, OperationLimits.MAX_EMOJI);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.REACT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target);
            WireText.write(out, emoji);
        }
    }

    /** Takes the author's own reaction back: those of its operations that are named. */
    record Unreact(OperationId target, String emoji, List<OperationId> removes) implements Content {
        public Unreact {
            Bounds.text("an emoji", emoji, 1, OperationLimits.MAX_EMOJI);
            removes = Bounds.ascending("removed reactions", removes, MAX_REPLACED);
            Bounds.require(!removes.isEmpty(), "removes nothing");
        }

        @Override
        public OperationKind kind() {
            return OperationKind.UNREACT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target);
            WireText.write(out, emoji);
            out.writeList(removes);
        }
    }

    /** Pins a message for everybody. */
    record Pin(OperationId target) implements Content {
        @Override
        public OperationKind kind() {
            return OperationKind.PIN;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target);
        }
    }

    /** Unpins: removes the pins that are named, whoever's they are. */
    record Unpin(OperationId target, List<OperationId> removes) implements Content {
        public Unpin {
            removes = Bounds.ascending("removed pins", removes, MAX_REPLACED);
            Bounds.require(!removes.isEmpty(), "removes nothing");
        }

        @Override
        public OperationKind kind() {
            return OperationKind.UNPIN;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(target).writeList(removes);
        }
    }

    /** What the room is about. Empty for nothing. */
    record Topic(String text, List<OperationId> replaces) implements Content {
        public Topic {
            Bounds.text("a topic", text, 0, OperationLimits.MAX_TOPIC);
            replaces = Bounds.ascending("replaced topics", replaces, MAX_REPLACED);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.TOPIC;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, text);
            out.writeList(replaces);
        }
    }

    /** What the room is called. Empty for nothing. */
    record Name(String text, List<OperationId> replaces) implements Content {
        public Name {
            Bounds.text("a name", text, 0, OperationLimits.MAX_NAME);
            replaces = Bounds.ascending("replaced names", replaces, MAX_REPLACED);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.NAME;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, text);
            out.writeList(replaces);
        }
    }

    /**
     * A question with options to choose from.
     *
     * @param multiple whether a voter may choose more than one
     */
    record Poll(String question, List<String> options, boolean multiple, Optional<OperationId> thread)
            implements Content {
        public Poll {
            Bounds.text("a question", question, 1, OperationLimits.MAX_QUESTION);
            options = List.copyOf(options);
            Bounds.require(
                    options.size() >= OperationLimits.MIN_OPTIONS && options.size() <= OperationLimits.MAX_OPTIONS,
                    options.size() + " options");
            options.forEach(option -> Bounds.text("an option", option, 1, OperationLimits.MAX_OPTION));
        }

        @Override
        public OperationKind kind() {
            return OperationKind.POLL;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, question);
            out.writeVector(vector -> options.forEach(option -> WireText.write(vector, option)))
                    .writeUint8(multiple ? 1 : 0)
                    .writeOptional(thread);
        }
    }

    /**
     * What the author chooses now, instead of before.
     *
     * @param choices numbers of options, from 0, strictly ascending; none to take the vote back
     */
    record Vote(OperationId poll, List<Integer> choices) implements Content {
        public Vote {
            choices = Bounds.ascending("choices", choices, OperationLimits.MAX_OPTIONS);
            Bounds.require(
                    choices.stream().allMatch(choice -> choice >= 0 && choice < OperationLimits.MAX_OPTIONS),
                    "not a choice");
        }

        @Override
        public OperationKind kind() {
            return OperationKind.VOTE;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(poll).writeVector(vector -> choices.forEach(vector::writeUint8));
        }
    }

    /** Ends one's own poll: later votes do not count. */
    record ClosePoll(OperationId poll) implements Content {
        @Override
        public OperationKind kind() {
            return OperationKind.CLOSE_POLL;
        }

        @Override
        public void encode(TlsWriter out) {
            out.write(poll);
        }
    }

    /**
     * A value under a key, for what a room or the devices of an account share.
     *
     * @param value absent to remove the setting
     */
    record Setting(String key, Optional<ByteString> value, List<OperationId> replaces) implements Content {
        public Setting {
            Bounds.text("a key", key, 1, OperationLimits.MAX_SETTING_KEY);
            Bounds.require(value.isEmpty() || value.get().length() <= OperationLimits.MAX_SETTING, "too long a value");
            replaces = Bounds.ascending("replaced settings", replaces, MAX_REPLACED);
        }

        @Override
        public OperationKind kind() {
            return OperationKind.SETTING;
        }

        @Override
        public void encode(TlsWriter out) {
            WireText.write(out, key);
            out.writeOptional(value).writeList(replaces);
        }
    }

    /**
     * Says where a snapshot of the room lies, for who joins later.
     *
     * @param hash of the signed snapshot, 32 bytes
     * @param content the signed snapshot as a blob
     */
    record Snapshot(ByteString hash, EncryptedBlob content) implements Content {
        /** The length of the hash in bytes. */
        public static final int HASH_LENGTH = 32;

        public Snapshot {
            Bounds.require(hash.length() == HASH_LENGTH, "a hash of " + hash.length() + " bytes");
        }

        @Override
        public OperationKind kind() {
            return OperationKind.SNAPSHOT;
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(hash.toByteArray()).write(content);
        }
    }

    /** Something that a newer version knows. */
    record Unknown(OperationKind kind, ByteString payload) implements Content {
        public Unknown {
            Bounds.require(!ContentDecoder.isKnown(kind), "a kind that is known");
            Bounds.require(payload.length() <= OperationLimits.MAX_PAYLOAD, "too long a payload");
        }

        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(payload.toByteArray());
        }
    }
}
