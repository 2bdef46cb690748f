package chat.paloma.client;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.membership.RoomRules;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.group.Group;
import chat.paloma.core.mls.group.PreSharedKeys;
import chat.paloma.core.mls.group.Received;
import chat.paloma.core.mls.group.Step;
import chat.paloma.core.mls.tree.LeafNode;

/** What a record of a room's lane means to a member. It decides from its arguments alone, and stores and sends nothing. */
final class RoomReader {
    private RoomReader() {}

    /** What became of the room. */
    sealed interface Reading {
        /** The group to go on with. */
        Group next();

        /** A message of somebody, with the leaf that MLS authenticated. */
        record Message(Group next, LeafNode sender, String text) implements Reading {}

        /** A new epoch began. */
        record Advanced(Group next) implements Reading {}

        /** Nothing to show. */
        record Quiet(Group next) implements Reading {}

        /** One record can't be read, and the room goes on. */
        record Unreadable(Group next, String why) implements Reading {}

        /** The room goes on without this device, which its members have removed. The group is spent. */
        record Ended(Group next, String why) implements Reading {}

        /** This device can't follow the room beyond this record. What it has is still good for everything before it. */
        record Stuck(Group next, String why) implements Reading {}
    }

    /** Reads a record that the chain vouches for, and that is not this device's own message. */
    static Reading read(Group group, LaneRecord record) {
        RecordKind kind = record.header().kind();
        boolean commit = kind.equals(RecordKind.COMMIT);
        if (kind.equals(RecordKind.LARGE_COMMIT)) {
            return new Reading.Stuck(group, "a commit is larger than this client reads");
        }
        if (kind.equals(RecordKind.ROOM_OPENED)) {
            return record.header().epoch().generation() == 0
                    ? new Reading.Quiet(group)
                    : new Reading.Stuck(group, "the room goes on in a new group, which this client can't enter");
        }
        if (!commit && !kind.equals(RecordKind.APPLICATION) && !kind.equals(RecordKind.PROPOSAL)) {
            return new Reading.Quiet(group);
        }
        if (record.envelope().isEmpty()) {
            return commit
                    ? new Reading.Stuck(group, "a commit is no longer kept by the server")
                    : new Reading.Unreadable(group, "no longer kept");
        }
        try {
            return meaning(group.receive(
                    MlsMessage.parse(record.envelope().get().bytes().toByteArray()), PreSharedKeys.NONE));
        } catch (MlsException e) {
            return commit
                    ? new Reading.Stuck(group, "a commit can't be processed: " + e.getMessage())
                    : new Reading.Unreadable(group, String.valueOf(e.getMessage()));
        }
    }

    private static Reading meaning(Step<? extends Received> step) {
        return switch (step.output()) {
            case Received.ApplicationMessage message -> message(step.next(), message);
            case Received.ReceivedProposal proposal -> new Reading.Quiet(judge(step.next(), proposal));
            case Received.Advanced advanced
            when advanced.selfRemoved() -> new Reading.Ended(step.next(), "this device was removed");
            case Received.Advanced advanced
            when advanced.successor().isPresent() ->
                new Reading.Stuck(step.next(), "the room goes on in a new group, which this client can't enter");
            case Received.Advanced advanced -> new Reading.Advanced(step.next());
        };
    }

    private static Reading message(Group next, Received.ApplicationMessage message) {
        Decoder<MessageContent> decoder = MessageContent::decode;
        try {
            return new Reading.Message(
                    next,
                    message.senderLeaf(),
                    decoder.decodeAll(message.data().toByteArray()).text());
        } catch (DecodeException e) {
            return new Reading.Unreadable(next, "of a newer client");
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
