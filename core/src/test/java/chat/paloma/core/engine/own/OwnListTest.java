package chat.paloma.core.engine.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.account.Registrar;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.engine.link.TestNode;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.state.EmptyState;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.wire.AccountRequests;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.Frame;
import chat.paloma.core.wire.RequestType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that changes its account's list, with a node whose answers come in the order that a test says. */
class OwnListTest extends TestNode implements OwnList.Listener {
    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final Handle HANDLE = new Handle("ana");

    private final SeededRandom random = new SeededRandom(7);
    private final Deque<Frame.Asked> asked = new ArrayDeque<>();
    private final List<Problem> refused = new ArrayList<>();
    private int done;
    private int changedHere;
    private Device device;
    private NodeLink link;
    private OwnState state;
    private OwnList list;

    // JUnit fills in the fields before each test.
    @SuppressWarnings("NullAway.Init")
    OwnListTest() {}

    @BeforeEach
    void begin() {
        device = new Device(EngineSettings.of("test"), CRYPTO, random, new EngineState(new EmptyState()), NOW);
        new Registrar(device).begin("https://chat.example", HANDLE);
        link = new NodeLink(this, new Timers());
        state = new OwnState(device.state());
        list = new OwnList(device, new Contacts(device), link, state, this);
    }

    // The node

    @Override
    protected void asked(Frame.Asked request) {
        asked.add(request);
    }

    private Frame.Asked next(RequestType<?, ?> type) {
        Frame.Asked next = asked.remove();
        assertEquals(type.number(), next.type());
        return next;
    }

    private void show(Frame.Asked request, AccountRecord record) {
        link.received(ByteString.adopt(
                new Frame.Answered(request.id(), ByteString.adopt(new Found(HANDLE, record).encoded())).encoded()));
    }

    private void take(Frame.Asked request) {
        link.received(ByteString.adopt(new Frame.Answered(request.id(), ByteString.EMPTY).encoded()));
    }

    private void refuse(Frame.Asked request, FailureCode code) {
        link.received(ByteString.adopt(new Frame.Refused(request.id(), Failure.of(code, "")).encoded()));
    }

    // The listener

    @Override
    public void changedHere(AccountRecord before, List<DeviceId> revoked) {
        changedHere++;
    }

    @Override
    public void changedElsewhere(AccountRecord before) {}

    private AccountRecord known() {
        return device.identity().record();
    }

    /** Puts one device more on the list. */
    private AccountRecord change() throws CryptoException {
        DeviceKeys phone = DeviceKeys.generate(CRYPTO, List.of(device.settings().keyAlgorithm()), random);
        AccountRecord next = device.identity().listKey().adding(CRYPTO, known(), phone.entry(NOW), random);
        list.change(device.identity().listKey(), next, List.of(), () -> done++, refused::add);
        return next;
    }

    /** The inbox says that there is a new list, and what was asked for because of that overtakes the change's answer. */
    @Test
    void aChangeIsTakenOnceWhateverSaysFirstThatTheNodeHasIt() throws CryptoException {
        AccountRecord first = change();
        Frame.Asked update = next(AccountRequests.UPDATE_DEVICES);
        list.refresh();
        show(next(AccountRequests.GET_ACCOUNT), first);
        assertEquals(first, known());
        assertEquals(1, changedHere);
        AccountRecord second = change();
        take(update);
        assertEquals(1, changedHere, "keys are made anew with each change that is taken");
        assertEquals(first, known(), "not before the node has the second");
        assertEquals(Optional.of(second), state.pending().map(PendingList::record));
        take(next(AccountRequests.UPDATE_DEVICES));
        assertEquals(second, known());
        assertEquals(2, changedHere);
        assertEquals(2, done);
    }

    /** It was put back to a backup. */
    @Test
    void aNodeThatHasAnOlderListGetsTheNewerOne() throws Exception {
        AccountRecord before = known();
        AccountRecord next = change();
        take(next(AccountRequests.UPDATE_DEVICES));
        list.start(before.version());
        show(next(AccountRequests.GET_ACCOUNT), before);
        Frame.Asked offered = next(AccountRequests.UPDATE_DEVICES);
        Decoder<UpdateDevices> decoder = AccountRequests.UPDATE_DEVICES.request();
        assertEquals(next, decoder.decodeAll(offered.body().toByteArray()).account());
        take(offered);
        assertEquals(next, known());
        assertEquals(1, changedHere);
        // And what is changed while it is so comes behind that.
        list.refresh();
        AccountRecord third = change();
        Frame.Asked refresh = next(AccountRequests.GET_ACCOUNT);
        take(next(AccountRequests.UPDATE_DEVICES));
        show(refresh, before);
        assertEquals(
                third,
                decoder.decodeAll(next(AccountRequests.UPDATE_DEVICES).body().toByteArray())
                        .account());
    }

    /** What was asked for before a change was made shows the list before it. */
    @Test
    void aListFromBeforeTheChangeChangesNothing() throws CryptoException {
        AccountRecord before = known();
        list.refresh();
        AccountRecord next = change();
        show(next(AccountRequests.GET_ACCOUNT), before);
        Frame.Asked update = next(AccountRequests.UPDATE_DEVICES);
        assertTrue(asked.isEmpty(), "it is on its way");
        take(update);
        assertEquals(next, known());
        assertEquals(1, changedHere);
    }

    @Test
    void aChangeIsNotGivenUpBecauseTheListCannotBeRead() throws CryptoException {
        AccountRecord next = change();
        Frame.Asked update = next(AccountRequests.UPDATE_DEVICES);
        list.refresh();
        refuse(next(AccountRequests.GET_ACCOUNT), FailureCode.NOT_FOUND);
        take(update);
        assertEquals(next, known());
        assertEquals(List.of(), refused);
    }

    @Test
    void aChangeOfAnotherDeviceThatWasFasterStands() throws CryptoException {
        AccountRecord before = known();
        change();
        refuse(next(AccountRequests.UPDATE_DEVICES), FailureCode.DEVICE_LIST_CONFLICT);
        assertEquals(1, refused.size());
        DeviceKeys tablet =
                DeviceKeys.generate(CRYPTO, List.of(device.settings().keyAlgorithm()), random);
        AccountRecord theirs = device.identity().listKey().adding(CRYPTO, before, tablet.entry(NOW), random);
        show(next(AccountRequests.GET_ACCOUNT), theirs);
        assertEquals(theirs, known());
        assertEquals(0, changedHere);
    }
}
