package chat.paloma.core.engine.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.room.Gaps.Gap;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.lane.LaneChain;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.Position;
import chat.paloma.core.membership.RoomId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final RoomId ROOM = new RoomId(ByteString.adopt(new byte[RoomId.LENGTH]));
    private static final LaneHead HEAD = new LaneHead(ByteString.adopt(filled()));

    private final Device device = new Device(
            EngineSettings.of("test"), new BouncyCastleCrypto(), byte[]::new, new EngineState(new EmptyState()), 1);
    private final Gaps gaps = new Gaps(device);

    private static byte[] filled() {
        byte[] bytes = new byte[LaneHead.LENGTH];
        bytes[0] = 1;
        return bytes;
    }

    private Optional<Gap> entered(long archived, long at) {
        gaps.archivedTo(ROOM, archived);
        gaps.entered(ROOM, new Position(1, at, HEAD));
        return gaps.first().map(row -> row.value());
    }

    @Test
    void whatLostDevicesHadNotArchivedIsAGap() {
        Gap gap = entered(7, 12).orElseThrow();
        assertEquals(7, gap.read().position().sequence());
        assertEquals(12, gap.end().sequence());
        assertTrue(gap.lacksHead());
        assertTrue(gap.isOfLost());
        gaps.done(ROOM, gap);
        assertEquals(Optional.empty(), gaps.first());
    }

    /** A device that is lost to a room again before it has looked at what it missed the first time has missed both. */
    @Test
    void aSecondGapIsLookedAtBesideTheFirst() {
        Gap first = entered(7, 12).orElseThrow();
        LaneChain read = new LaneChain(Device.lane(ROOM), new Position(1, 20, HEAD), 0);
        gaps.passedOver(ROOM, read, new Position(1, 30, HEAD));
        gaps.done(ROOM, first);
        Gap second = gaps.first().orElseThrow().value();
        assertEquals(new Gap(read, new Position(1, 30, HEAD), false, List.of()), second);
        gaps.done(ROOM, second);
        assertEquals(Optional.empty(), gaps.first());
    }

    @Test
    void whatComesInAnotherWayIsNotLookedAt() {
        entered(7, 12);
        gaps.allDone(ROOM);
        assertEquals(Optional.empty(), gaps.first());
    }

    @Test
    void nothingIsMissedInFrontOfTheNextRecord() {
        assertEquals(Optional.empty(), entered(7, 8));
    }

    @Test
    void nothingArchivedDoesNotShowThatTheAccountWasThere() {
        assertEquals(Optional.empty(), entered(0, 12));
    }

    @Test
    void onlyTheNewestRecordsAreAskedForAndThePersonIsTold() {
        Gap gap = entered(7, 5_000).orElseThrow();
        assertEquals(5_000 - Gaps.NEWEST - 1, gap.read().position().sequence());
        assertTrue(device.takeEvents().stream()
                .anyMatch(event ->
                        event instanceof EngineEvent.Notice notice && notice.kind() == NoticeKind.HISTORY_INCOMPLETE));
    }
}
