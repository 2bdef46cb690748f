package chat.paloma.client.store;

import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.group.Group;
import java.util.Optional;

/**
 * A room that this device is in.
 *
 * @param group which nothing else may use
 * @param chain how far its lane was verified
 * @param submission what the node has not answered yet
 */
public record StoredRoom(RoomId id, Group group, LaneChain chain, Optional<Submission> submission) {
    public StoredRoom withGroup(Group next) {
        return new StoredRoom(id, next, chain, submission);
    }

    public StoredRoom withChain(LaneChain next) {
        return new StoredRoom(id, group, next, submission);
    }

    public StoredRoom withSubmission(Submission sent) {
        return new StoredRoom(id, group, chain, Optional.of(sent));
    }

    public StoredRoom withoutSubmission() {
        return new StoredRoom(id, group, chain, Optional.empty());
    }
}
