package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.engine.account.Certification;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.EngineSettings;
import chat.paloma.core.engine.device.HttpCalls;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.engine.signal.Receipts;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.engine.state.StateReader;
import java.util.OptionalLong;

/**
 * One device of one account, without a clock, a socket or a disk. Each method is a step: it takes an input with the time,
 * and returns what the host does. The host stores a step's changes before it does anything else, and before the next
 * step; if it can't, or a step throws, the engine is dropped and opened anew from what is stored.
 *
 * <p>Single-threaded. One engine runs on a profile at a time: a host holds a lock on it.
 */
public final class Engine {
    private final EngineState state;
    private final Device device;
    private final Rooms rooms;
    private final Contacts contacts;
    private final Connection connection;
    private final Commands commands;
    private final EngineView view;

    private Engine(EngineSettings settings, CryptoProvider crypto, RandomSource random, StateReader stored, long now) {
        this.state = new EngineState(stored);
        this.device = new Device(settings, crypto, random, state, now);
        this.rooms = new Rooms(device);
        this.contacts = new Contacts(device);
        Certification certification = new Certification(device, contacts);
        Receipts receipts = new Receipts(device, rooms);
        Own own = new Own(device, rooms, contacts);
        this.connection = new Connection(device, rooms, contacts, certification, receipts, own);
        this.commands = new Commands(device, rooms, contacts, receipts, own, connection);
        this.view = new EngineView(device, rooms, contacts, receipts, own, connection);
    }

    /**
     * Opens what is stored; nothing for a new profile.
     *
     * @param now in milliseconds since 1970, as everywhere
     */
    public static Engine open(
            EngineSettings settings, CryptoProvider crypto, RandomSource random, StateReader stored, long now) {
        return new Engine(settings, crypto, random, stored, now);
    }

    /** What there is to see, as of the last step. */
    public EngineView view() {
        return view;
    }

    /** Wants a connection, and tries now. */
    public EngineOutput goOnline(long now) {
        return step(now, connection::open);
    }

    /** Wants no connection. */
    public EngineOutput goOffline(long now) {
        return step(now, connection::close);
    }

    /**
     * Does what somebody wants.
     *
     * @param id of the command, from 0, in the events that end it
     */
    public EngineOutput submit(long id, Command command, long now) {
        return step(now, () -> commands.submit(id, command));
    }

    /** The WebSocket that was asked for is open. */
    public EngineOutput connected(long number, long now) {
        return step(now, () -> connection.connected(number));
    }

    /** A binary message came in on a connection. */
    public EngineOutput received(long number, ByteString frame, long now) {
        return step(now, () -> connection.received(number, frame));
    }

    /**
     * A connection ended, or did not come to be.
     *
     * @param why for a person
     */
    public EngineOutput disconnected(long number, String why, long now) {
        return step(now, () -> connection.disconnected(number, why));
    }

    /** An HTTP request was answered. */
    public EngineOutput httpAnswered(long id, int status, ByteString body, long now) {
        return step(now, () -> device.http().answered(id, new HttpCalls.Answer(status, body)));
    }

    /** An HTTP request has no answer. */
    public EngineOutput httpFailed(long id, String why, long now) {
        return step(now, () -> device.http().failed(id, why));
    }

    /** Time went by. */
    public EngineOutput wake(long now) {
        return step(now, () -> {
            device.timers().run(now);
            connection.wake();
        });
    }

    private EngineOutput step(long now, Runnable input) {
        device.beginStep(now);
        connection.beginStep(now);
        input.run();
        commands.settle();
        rooms.groups().flush();
        EngineOutput output = new EngineOutput(state.drain(), device.takeEffects(), device.takeEvents(), nextWake());
        state.handedOver();
        return output;
    }

    private OptionalLong nextWake() {
        OptionalLong own = device.timers().next();
        OptionalLong link = connection.nextWake();
        if (own.isEmpty() || link.isEmpty()) {
            return own.isPresent() ? own : link;
        }
        return OptionalLong.of(Math.min(own.getAsLong(), link.getAsLong()));
    }
}
