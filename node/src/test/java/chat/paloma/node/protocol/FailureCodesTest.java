package chat.paloma.node.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.lane.RoomEpoch;
import chat.paloma.core.membership.RoomGroupId;
import chat.paloma.core.membership.RoomPolicy;
import chat.paloma.core.mls.CipherSuite;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.group.CommitRequest;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.Request;
import chat.paloma.core.wire.Retry;
import chat.paloma.core.wire.RoomRequests.ListRooms;
import chat.paloma.core.wire.RoomRequests.ReadTree;
import chat.paloma.core.wire.SignalRequests.PutReceipt;
import chat.paloma.core.wire.SignalRequests.ReadReceipts;
import chat.paloma.core.wire.VaultRequests.PutVault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every code of a failure comes over a real connection: here, or in the test that is named for it. */
class FailureCodesTest {
    /** Where else a code is provoked. */
    private static final Map<Class<?>, Set<FailureCode>> ELSEWHERE = Map.of(
            HandshakeTest.class,
            Set.of(
                    FailureCode.UNSUPPORTED_VERSION,
                    FailureCode.CLIENT_TOO_OLD,
                    FailureCode.NOT_AUTHENTICATED,
                    FailureCode.AUTHENTICATION_FAILED,
                    FailureCode.HANDSHAKE_TIMEOUT,
                    FailureCode.DEVICE_REVOKED,
                    FailureCode.UNEXPECTED_REQUEST,
                    FailureCode.REPLACED),
            HostileFramesTest.class,
            Set.of(FailureCode.MALFORMED_FRAME, FailureCode.MALFORMED_REQUEST, FailureCode.UNKNOWN_REQUEST),
            HttpAuthorizationTest.class,
            Set.of(
                    FailureCode.INVITE_INVALID,
                    FailureCode.HANDLE_TAKEN,
                    FailureCode.IDENTITY_INVALID,
                    FailureCode.TOO_LARGE,
                    FailureCode.QUOTA_EXCEEDED,
                    FailureCode.BLOB_MISMATCH,
                    FailureCode.UPLOAD_MOVED_ON,
                    FailureCode.CAPABILITY_INVALID,
                    FailureCode.LINK_TAKEN),
            AuthorizationMatrixTest.class,
            Set.of(
                    FailureCode.FORBIDDEN,
                    FailureCode.NOT_FOUND,
                    FailureCode.KEY_PACKAGE_INVALID,
                    FailureCode.CLAIM_NOT_PERMITTED,
                    FailureCode.ROOM_EXISTS,
                    FailureCode.NOT_A_MEMBER,
                    FailureCode.COMMIT_REFUSED),
            CommitsTest.class,
            Set.of(
                    FailureCode.EPOCH_TAKEN,
                    FailureCode.STALE_EPOCH,
                    FailureCode.GROUP_INFO_MISMATCH,
                    FailureCode.WELCOME_MISMATCH,
                    FailureCode.DEVICE_NOT_CERTIFIED,
                    FailureCode.ENVELOPE_INVALID),
            MessageNumbersTest.class,
            Set.of(FailureCode.MESSAGE_NUMBER_REUSED, FailureCode.MESSAGE_NUMBER_TOO_OLD),
            UnansweredRequestsTest.class,
            Set.of(FailureCode.TOO_MANY_REQUESTS),
            ChangedDatabaseTest.class,
            Set.of(
                    FailureCode.TOO_MANY_SUBSCRIPTIONS,
                    FailureCode.STORAGE_UNAVAILABLE,
                    FailureCode.RECORD_DAMAGED,
                    FailureCode.INTERNAL));

    /** What is written to a device that reads nothing, and so need not reach it; HostileFramesTest sees its connection end. */
    private static final Set<FailureCode> NOT_PROVOKED = EnumSet.of(FailureCode.SLOW_CONSUMER);

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static ProtocolNode nodes;

    @SuppressWarnings("NullAway.Init")
    private static TestDevice ada;

    @BeforeAll
    static void start() throws Exception {
        nodes = new ProtocolNode(folder);
        ada = nodes.register("ada");
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** Provokes a failure, and returns it. */
    private interface Provocation {
        Optional<FailureCode> provoke() throws Exception;
    }

    private static Map<FailureCode, Provocation> provocations() {
        Map<FailureCode, Provocation> all = new EnumMap<>(FailureCode.class);
        all.put(FailureCode.DRAINING, FailureCodesTest::stopping);
        all.put(FailureCode.RATE_LIMITED, FailureCodesTest::asksTooOften);
        all.put(FailureCode.REGISTRATION_CLOSED, FailureCodesTest::registersWhereNobodyMay);
        all.put(FailureCode.ACCOUNT_EXISTS, FailureCodesTest::registersAgain);
        all.put(FailureCode.DEVICE_LIST_CONFLICT, FailureCodesTest::forksItsList);
        all.put(
                FailureCode.LAST_ADMINISTRATOR,
                () -> nodes.administrator.refusal(new SetAdministrator(nodes.administrator.account(), false)));
        all.put(
                FailureCode.NO_KEY_PACKAGE,
                () -> ada.refusal(new Claim(ada.account(), CipherSuiteId.of(CipherSuite.DEFAULT), Optional.empty())));
        all.put(FailureCode.STOCK_FULL, FailureCodesTest::publishesTooMany);
        all.put(FailureCode.GENERATION_ENDED, FailureCodesTest::writesToAnEndedGeneration);
        all.put(FailureCode.TREE_MOVED_ON, FailureCodesTest::readsAFormerTree);
        all.put(FailureCode.POSITION_UNKNOWN, () -> ada.refusal(new ReadRange(ada.inbox(), 1_000_000, 1, 1)));
        all.put(FailureCode.VAULT_CONFLICT, () -> ada.refusal(new PutVault(7, ByteString.utf8("sealed"))));
        all.put(FailureCode.RECEIPTS_OFF, FailureCodesTest::putsAReceiptInALargeRoom);
        return all;
    }

    @Test
    void knowsWhereEachCodeIsProvoked() {
        List<FailureCode> known = new ArrayList<>(provocations().keySet());
        ELSEWHERE.values().forEach(known::addAll);
        known.addAll(NOT_PROVOKED);
        assertEquals(
                Arrays.asList(FailureCode.values()), known.stream().sorted().toList());
    }

    @TestFactory
    Stream<DynamicTest> isProvoked() {
        return provocations().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey().name(),
                        () -> assertEquals(
                                Optional.of(each.getKey()), each.getValue().provoke())));
    }

    private static Path subfolder(String name) {
        return folder.resolve(name);
    }

    private static Optional<FailureCode> stopping() throws Exception {
        TestConnection connection;
        try (ProtocolNode other = new ProtocolNode(subfolder("draining"))) {
            connection = other.administrator.connection();
        }
        return Optional.of(connection.end());
    }

    private static Optional<FailureCode> asksTooOften() throws Exception {
        try (ProtocolNode other = new ProtocolNode(subfolder("limited"), "--limits-device-requests-per-minute=60")) {
            Request<?> request = new ListRooms(Optional.empty());
            for (int i = 0; i < 10; i++) {
                other.administrator.ask(request);
            }
            var failure = other.administrator.failure(request).orElseThrow();
            assertEquals(Retry.LATER, failure.retry());
            assertTrue(failure.retryAfter() > 0 && failure.retryAfter() <= 1000, failure::toString);
            return FailureCode.of(failure.number());
        }
    }

    private static Optional<FailureCode> registersWhereNobodyMay() throws Exception {
        try (ProtocolNode other = new ProtocolNode(subfolder("closed"), "--registration=closed")) {
            return registration(other, new TestAccount("late"), other.invite());
        }
    }

    private static Optional<FailureCode> registersAgain() throws Exception {
        TestAccount known = nodes.register("known").owner;
        TestAccount otherwise = known.renamed("otherwise");
        return registration(nodes, otherwise, nodes.invite());
    }

    private static Optional<FailureCode> registration(ProtocolNode where, TestAccount account, ByteString invite) {
        return Optional.of(assertThrows(RefusedException.class, () -> account.register(where.node, Optional.of(invite)))
                .code());
    }

    private static Optional<FailureCode> forksItsList() throws Exception {
        TestDevice device = nodes.register("forked");
        AccountRecord one = device.owner.adding(TestDevice.newKeys());
        AccountRecord other = device.owner.adding(TestDevice.newKeys());
        device.ask(new UpdateDevices(one));
        return device.refusal(new UpdateDevices(other));
    }

    private static Optional<FailureCode> publishesTooMany() throws Exception {
        for (int i = 0; i < 10; i++) {
            Optional<FailureCode> refusal = ada.refusal(new Publish(
                    IntStream.range(0, 25)
                            .mapToObj(any -> TestDevice.encode(ada.newKeyPackage()))
                            .toList(),
                    Optional.empty()));
            if (refusal.isPresent()) {
                assertEquals(8, i, "200 are taken");
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<FailureCode> writesToAnEndedGeneration() throws Exception {
        TestRoom room = TestRoom.open(ada).getFirst();
        ada.ask(TestRoom.prepare(
                        ada,
                        policy -> new RoomPolicy(
                                new RoomGroupId(room.id, 1), policy.whoMayAdd(), policy.roles(), policy.linkKeys()),
                        List.of())
                .request());
        assertEquals(Optional.of(FailureCode.GENERATION_ENDED), ada.refusal(room.commit(CommitRequest.of())));
        room.discard();
        return ada.refusal(room.message("too late"));
    }

    private static Optional<FailureCode> readsAFormerTree() throws Exception {
        TestRoom room = TestRoom.open(ada).getFirst();
        RoomEpoch former = room.epoch();
        room.perform(CommitRequest.of());
        room.perform(CommitRequest.of());
        return ada.refusal(new ReadTree(room.id, new RoomEpoch(0, former.epoch() + 1), 0, Optional.empty()));
    }

    private static Optional<FailureCode> putsAReceiptInALargeRoom() throws Exception {
        TestRoom room = TestRoom.open(ada).getFirst();
        int devices = 1;
        for (String handle : List.of("many", "more")) {
            TestAccount account = nodes.register(handle).owner;
            List<DeviceKeys> keys =
                    IntStream.range(0, 25).mapToObj(any -> TestDevice.newKeys()).toList();
            TestDevice first = account.firstDevice().connect(nodes.node);
            AccountRecord next = account.addingAll(keys);
            first.ask(new UpdateDevices(next));
            account.signed(next);
            List<TestDevice> added = new ArrayList<>();
            for (DeviceKeys each : keys) {
                added.add(new TestDevice(account, each));
            }
            // What fits into a commit.
            for (List<TestDevice> some : List.of(added.subList(0, 13), added.subList(13, 25))) {
                assertEquals(Optional.empty(), ada.refusal(new ReadReceipts(room.id)), devices + " devices");
                room.perform(
                        CommitRequest.adding(
                                some.stream().map(TestRoom::keyPackage).toList()),
                        some.toArray(TestDevice[]::new));
                devices += some.size();
            }
        }
        assertEquals(51, devices);
        return ada.refusal(new PutReceipt(room.id, ByteString.utf8("read")));
    }
}
