package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.RoomRequests.Commit;

/**
 * Two members of a room who commit in the same epoch at the same time, of whom exactly one wins. The winner has sent its
 * commit again, and had its place; the loser has taken it in.
 */
record CommitRace(TestRoom winner, TestRoom loser) {
    static CommitRace run(TestRoom one, TestRoom other) throws Exception {
        Commit first = one.commit(CommitRequest.of());
        Commit second = other.commit(CommitRequest.of());
        int firstId = one.device.connection().send(first);
        int secondId = other.device.connection().send(second);
        boolean firstWon = isAnswered(one.device.connection().next(), firstId);
        assertEquals(!firstWon, isAnswered(other.device.connection().next(), secondId), "exactly one wins");
        CommitRace race = firstWon ? new CommitRace(one, other) : new CommitRace(other, one);
        // The same commit sent again is answered with its place.
        race.winner.confirm(race.winner.device.ask(firstWon ? first : second));
        race.loser.discard();
        race.loser.catchUp();
        return race;
    }

    private static boolean isAnswered(Frame frame, int id) {
        return switch (frame) {
            case Frame.Answered(int answered, var body) when answered == id -> true;
            case Frame.Refused(int refused, var failure)
            when refused == id && failure.is(FailureCode.EPOCH_TAKEN) -> false;
            default -> throw new AssertionError(frame);
        };
    }
}
