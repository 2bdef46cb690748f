package chat.paloma.core.engine.api;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import chat.paloma.core.room.operation.Attachment;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.core.wire.BlobId;
import java.util.List;
import java.util.Optional;

/**
 * What a person, or a program on their behalf, wants. Each ends with one {@link EngineEvent.Completed} or {@link
 * EngineEvent.Refused}, unless the engine is closed first.
 */
public sealed interface Command {
    // The account

    /**
     * Makes an account with this device as its first. Brings the recovery key as a text.
     *
     * @param origin of the node, such as {@code https://chat.example}
     * @param invite the token of an invite, where the node asks for one
     */
    record Register(String origin, Optional<ByteString> invite, Handle handle) implements Command {}

    /**
     * Comes back with a blank device and the recovery key: the account's other devices are taken off its list. Done when
     * this device is in the account's rooms.
     */
    record Recover(String origin, Handle handle, String recoveryKey) implements Command {}

    /**
     * On a new device: makes a code that another device of the account takes. Brings the code as a text, and waits from
     * then on, until {@link EngineEvent.LinkingEnded}.
     */
    record BeginLinking(String origin) implements Command {}

    /** On a device of the account: lets the device in that shows this code. */
    record ApproveLinking(String code) implements Command {}

    /**
     * Takes a device off the account's list, and out of all rooms.
     *
     * @param recoveryKey to rotate the list key too, which the device holds; without it the device is out, but could, if
     *     the node helped, sign another list
     */
    record RevokeDevice(DeviceId device, Optional<String> recoveryKey) implements Command {
        public RevokeDevice(DeviceId device) {
            this(device, Optional.empty());
        }
    }

    /** Makes a new list key, which devices that were revoked do not have. */
    record RotateListKey(String recoveryKey) implements Command {}

    /** Ends the account, or as an administrator of the node another one. */
    record RemoveAccount(AccountId account) implements Command {}

    // The node, for those who administer it

    /** What an administrator of the node asks of it. */
    sealed interface Administration extends Command {}

    /** Makes a link with which somebody can register. Brings it as a text. */
    record CreateInvite(boolean administrator, int days) implements Administration {}

    /** Brings the links that can still be used. */
    record ListInvites() implements Administration {}

    /** Makes a link void. */
    record RevokeInvite(ByteString id) implements Administration {}

    /** Brings accounts behind a handle, a page of them. */
    record ListAccounts(String after) implements Administration {}

    /** Makes an account an administrator of the node, or an ordinary one. */
    record SetAdministrator(AccountId account, boolean administrator) implements Administration {}

    /** Brings how large the rooms behind this one are, a page of them. */
    record ListRoomSizes(Optional<RoomId> after) implements Administration {}

    /** Brings how the node is, in numbers. */
    record GetStatus() implements Administration {}

    /**
     * Makes a link with which somebody who has neither a device nor the recovery key any more registers anew under the
     * name of their account, which ends then; for administrators of the node. Brings it as a text.
     *
     * @param days that it is good for, from 1 to 30
     */
    record CreateReset(AccountId account, int days) implements Administration {}

    /**
     * Lets an account whose name this person lets stand for it back into the rooms that the account was in that had the
     * name before, as far as this account may add people there. They have to accept this account first, where they
     * share no room.
     */
    record Readmit(AccountId account) implements Command {}

    // People

    /** Finds somebody by their handle. Brings the account. */
    record LookUp(Handle handle) implements Command {}

    /** Lets a handle stand for the account that the node shows for it now, instead of the one before. */
    record AcceptIdentity(Handle handle) implements Command {}

    /** Answers somebody who asks. */
    record AnswerRequest(AccountId account, boolean accept) implements Command {}

    /** Blocks somebody, or no longer. */
    record Block(AccountId account, boolean blocked) implements Command {}

    /** Notes that the person has compared the safety number, or no longer trusts that. */
    record Verify(AccountId account, boolean verified) implements Command {}

    /** Gives somebody a name that only this account sees; an empty one takes it away. */
    record NameContact(AccountId account, String name) implements Command {}

    // Rooms

    /**
     * Makes a room. Brings it.
     *
     * @param name may be empty
     * @param members to add, who have accepted or share a room
     */
    record CreateRoom(String name, List<AccountId> members, WhoMayAdd whoMayAdd) implements Command {
        public CreateRoom {
            members = List.copyOf(members);
        }
    }

    /**
     * Opens the conversation with somebody, or brings the one that there is. They are asked first, if they have not
     * accepted; what is written waits until they do.
     */
    record OpenDirect(AccountId account) implements Command {}

    record AddMember(RoomId room, AccountId account) implements Command {}

    record RemoveMember(RoomId room, AccountId account) implements Command {}

    record Leave(RoomId room) implements Command {}

    record SetRole(RoomId room, AccountId account, Role role) implements Command {}

    record SetWhoMayAdd(RoomId room, WhoMayAdd who) implements Command {}

    /** Makes a link with which people can join. Brings it as a text. */
    record CreateLink(RoomId room) implements Command {}

    /** Makes all links of a room useless. */
    record RevokeLinks(RoomId room) implements Command {}

    /** Joins a room with a link. Brings the room. */
    record JoinByLink(String link) implements Command {}

    /** Whether who comes into a room later is shown what is written from now on, for its administrators. */
    record SetHistory(RoomId room, boolean shared) implements Command {}

    /** How long the node keeps what is sent to a room, in seconds; 0 for as long as it can. */
    record SetRetention(RoomId room, int seconds) implements Command {}

    /** Goes on with a room that can't be followed any further: joins again, or begins its next generation. */
    record RepairRoom(RoomId room) implements Command {}

    /** Asks again for what can't be read in a room. */
    record RetryUnreadable(RoomId room) implements Command {}

    // What is written. Each brings the operation.

    record SendMessage(
            RoomId room,
            String text,
            Optional<OperationId> replyTo,
            Optional<OperationId> thread,
            List<AccountId> mentions,
            List<Attachment> attachments)
            implements Command {
        public SendMessage {
            mentions = List.copyOf(mentions);
            attachments = List.copyOf(attachments);
        }

        /** A message without anything else. */
        public static SendMessage of(RoomId room, String text) {
            return new SendMessage(room, text, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
    }

    record EditMessage(RoomId room, OperationId message, String text, List<AccountId> mentions) implements Command {
        public EditMessage {
            mentions = List.copyOf(mentions);
        }
    }

    record DeleteMessage(RoomId room, OperationId message) implements Command {}

    /** Reacts with an emoji, or takes the reaction back. */
    record React(RoomId room, OperationId message, String emoji, boolean on) implements Command {}

    /** Pins a message, or unpins it. */
    record Pin(RoomId room, OperationId message, boolean on) implements Command {}

    record SetName(RoomId room, String name) implements Command {}

    record SetTopic(RoomId room, String topic) implements Command {}

    record CreatePoll(RoomId room, String question, List<String> options, boolean multiple) implements Command {
        public CreatePoll {
            options = List.copyOf(options);
        }
    }

    /** Votes, in the place of an earlier vote. */
    record Vote(RoomId room, OperationId poll, List<Integer> choices) implements Command {
        public Vote {
            choices = List.copyOf(choices);
        }
    }

    record ClosePoll(RoomId room, OperationId poll) implements Command {}

    // What this account's devices share with each other

    /** Everything up to this entry was read. */
    record MarkRead(RoomId room, OperationId entry) implements Command {}

    /** What is written and not sent; an empty text takes it away. */
    record SetDraft(RoomId room, String text) implements Command {}

    record SetNotifications(RoomId room, NotificationLevel level) implements Command {}

    /** A setting of the person's, by a name that the host chooses. */
    record SetSetting(String key, Optional<ByteString> value) implements Command {}

    // Signals

    record SetTyping(RoomId room, boolean typing) implements Command {}

    /** Whether others see that this account is online. */
    record ShowPresence(boolean visible) implements Command {}

    // Blobs, which the host moves itself

    record BeginUpload(RoomId room, BlobId blob, long size) implements Command {}

    record BeginDownload(RoomId room, BlobId blob) implements Command {}
}
