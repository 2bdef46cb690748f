package chat.paloma.core.engine.room;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.ValidationRule;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.group.Received;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.tree.LeafNode;
import java.util.Optional;

/**
 * What a record of a room's lane means to a member. It decides from its arguments alone, and stores and sends nothing.
 */
sealed interface RoomReading {
    /** The group to go on with. */
    Group next();

    /** A message of a device, with the leaf that MLS authenticated. */
    record Message(Group next, Received.ApplicationMessage received, RoomMessage message) implements RoomReading {
        LeafNode sender() {
            return received.senderLeaf();
        }

        DeviceAddress device() {
            return Certification.address(sender());
        }
    }

    /** A new epoch began. */
    record Advanced(Group next, Received.Advanced what) implements RoomReading {}

    /** Nothing to show. */
    record Quiet(Group next) implements RoomReading {}

    /**
     * One record can't be read, and the room goes on.
     *
     * @param repairable whether its author can help by sending it again
     */
    record Unreadable(Group next, String why, boolean repairable) implements RoomReading {}

    /** The room goes on without this device, which its members have removed. The group is spent. */
    record Ended(Group next, String why) implements RoomReading {}

    /** The room goes on in its next generation, for which this device waits. */
    record Renewed(Group next) implements RoomReading {}

    /** This device can't follow the group beyond this record. What it has is still good for everything before it. */
    record Stuck(Group next, String why) implements RoomReading {}

    /**
     * Reads a record that the chain vouches for, and that is not this device's own message.
     *
     * @param large the commit, when the record is a large one
     */
    static RoomReading read(Group group, LaneRecord record, Optional<ByteString> large) {
        RecordKind kind = record.header().kind();
        int generation = record.header().epoch().generation();
        int current = Committing.epoch(group).generation();
        if (kind.equals(RecordKind.ROOM_OPENED)) {
            return generation > current ? new Renewed(group) : new Quiet(group);
        }
        boolean commit = kind.equals(RecordKind.COMMIT) || kind.equals(RecordKind.LARGE_COMMIT);
        if (!commit && !kind.equals(RecordKind.APPLICATION) && !kind.equals(RecordKind.PROPOSAL)) {
            return new Quiet(group);
        }
        if (generation < current) {
            return kind.equals(RecordKind.APPLICATION)
                    ? new Unreadable(group, "it is of a group that this device could not follow", true)
                    : new Quiet(group);
        }
        if (!kind.equals(RecordKind.APPLICATION)
                && record.header().epoch().epoch() < group.context().epoch()) {
            // It is of an epoch that this device has left already, by joining again or from a former incarnation.
            return new Quiet(group);
        }
        Optional<ByteString> bytes =
                kind.equals(RecordKind.LARGE_COMMIT) ? large : record.envelope().map(envelope -> envelope.bytes());
        if (bytes.isEmpty()) {
            return commit
                    ? new Stuck(group, "a commit is no longer kept by the server")
                    : new Unreadable(group, "the server no longer keeps it", true);
        }
        try {
            return meaning(group.receive(MlsMessage.parse(bytes.get().toByteArray()), PreSharedKeys.NONE));
        } catch (MlsException e) {
            if (commit) {
                return new Stuck(group, "a commit can't be processed: " + e.getMessage());
            }
            return e.rule() == ValidationRule.OWN_MESSAGE
                    ? new Unreadable(group, "this device sent it, and no longer has it", false)
                    : new Unreadable(group, String.valueOf(e.getMessage()), kind.equals(RecordKind.APPLICATION));
        }
    }

    private static RoomReading meaning(Step<? extends Received> step) {
        return switch (step.output()) {
            case Received.ApplicationMessage message -> message(step.next(), message);
            case Received.ReceivedProposal proposal -> new Quiet(judge(step.next(), proposal));
            case Received.Advanced advanced
            when advanced.selfRemoved() -> new Ended(step.next(), "this device was removed");
            case Received.Advanced advanced when advanced.successor().isPresent() -> new Renewed(step.next());
            case Received.Advanced advanced -> new Advanced(step.next(), advanced);
        };
    }

    private static RoomReading message(Group next, Received.ApplicationMessage message) {
        Decoder<RoomMessage> decoder = RoomMessage::decode;
        try {
            return new Message(next, message, decoder.decodeAll(message.data().toByteArray()));
        } catch (DecodeException e) {
            return new Unreadable(next, "it is malformed: " + e.getMessage(), false);
        }
    }

    /** A proposal that its sender may not make would spoil every commit that covers it. */
    private static Group judge(Group group, Received.ReceivedProposal proposal) {
        return RoomRules.objection(group.epochState(), proposal.proposal(), proposal.sender())
                        .isPresent()
                ? group.forgetProposal(proposal.reference()).next()
                : group;
    }
}
