package chat.paloma.core.engine.device;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.crypto.SignatureKeyPair;
import chat.paloma.core.engine.api.Effect;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.TimelineEntryId;
import chat.paloma.core.engine.link.Timers;
import chat.paloma.core.engine.state.EngineState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.ServerId;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.RegionId;
import chat.paloma.core.membership.RoomCapabilities;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.mls.crypto.MlsCrypto;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.mls.tree.Extension;
import chat.paloma.core.mls.tree.ExtensionList;
import chat.paloma.core.mls.tree.ExtensionType;
import chat.paloma.core.mls.tree.Lifetime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * This device in the step at hand: what it is, the time, what it computes with, and what the step gives to its host. All
 * parts of an engine share one. Single-threaded.
 */
public final class Device {
    private static final long HOUR = 60 * 60;
    /** A restored node says so as soon as its lanes are followed. */
    private static final long RESTORED_SOON = 10_000;

    private static final long RESTORED_LONG_AGO = 24 * HOUR * 1000;

    private final EngineSettings settings;
    private final MlsCrypto mls;
    private final RandomSource random;
    private final EngineState state;
    private final Profile profile;
    private final Timers timers = new Timers();
    private final HttpCalls http = new HttpCalls(this);
    private final List<Effect> effects = new ArrayList<>();
    private final List<EngineEvent> events = new ArrayList<>();
    private long now;
    private long connections;

    public Device(EngineSettings settings, CryptoProvider crypto, RandomSource random, EngineState state, long now) {
        this.settings = settings;
        this.mls = new MlsCrypto(settings.suite(), crypto);
        this.random = random;
        this.state = state;
        this.profile = new Profile(state);
        this.now = now;
    }

    public EngineSettings settings() {
        return settings;
    }

    public CryptoProvider crypto() {
        return mls.provider();
    }

    public MlsCrypto mls() {
        return mls;
    }

    public RandomSource random() {
        return random;
    }

    public EngineState state() {
        return state;
    }

    public Profile profile() {
        return profile;
    }

    public Timers timers() {
        return timers;
    }

    public HttpCalls http() {
        return http;
    }

    /** The time of this step in milliseconds since 1970. It may go back. */
    public long millis() {
        return now;
    }

    /** The time of this step in seconds since 1970. */
    public long seconds() {
        return now / 1000;
    }

    /** Begins a step at this time. */
    public void beginStep(long time) {
        now = time;
        timers.observe(time);
    }

    /** Lets something happen after so many milliseconds. */
    public Timers.Timer after(long millis, Runnable action) {
        return timers.at(now + millis, action);
    }

    /**
     * The same, unless the connection ends first. What hangs on one connection must not go on when there is another one,
     * where the same begins anew from what is stored: it would write through what leads nowhere any more.
     */
    public Timers.Timer whileConnected(long millis, Runnable action) {
        long begun = connections;
        return after(millis, () -> {
            if (connections == begun) {
                action.run();
            }
        });
    }

    /** The connection has ended, if there was one. */
    public void endConnection() {
        connections++;
    }

    // What the step gives to the host

    public void effect(Effect effect) {
        effects.add(effect);
    }

    /** Shows an event, once a step. What changes in one room's timeline is one event. */
    public void show(EngineEvent event) {
        if (event instanceof EngineEvent.TimelineChanged changed) {
            showMerged(changed);
        } else if (!events.contains(event)) {
            events.add(event);
        }
    }

    private void showMerged(EngineEvent.TimelineChanged changed) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof EngineEvent.TimelineChanged before
                    && before.room().equals(changed.room())) {
                Set<TimelineEntryId> entries = new LinkedHashSet<>(before.entries());
                entries.addAll(changed.entries());
                events.set(i, new EngineEvent.TimelineChanged(changed.room(), List.copyOf(entries)));
                return;
            }
        }
        events.add(changed);
    }

    /** Shows something that a person should know, in the room that it concerns. */
    public void notice(Optional<RoomId> room, NoticeKind kind, String detail) {
        show(new EngineEvent.Notice(room, kind, detail, Optional.empty()));
    }

    /** As {@link #notice(Optional, NoticeKind, String)}, about a device. */
    public void notice(Optional<RoomId> room, NoticeKind kind, String detail, DeviceAddress about) {
        show(new EngineEvent.Notice(room, kind, detail, Optional.of(about)));
    }

    /**
     * Shows that the node shows something older than before, unless it says meanwhile that it was restored: then that is
     * what was shown already.
     */
    public void noticeOlder(String detail) {
        noticeOlder(Optional.empty(), detail);
    }

    /** As {@link #noticeOlder(String)}, in a room. */
    public void noticeOlder(Optional<RoomId> room, String detail) {
        after(RESTORED_SOON, () -> {
            if (!wasNodeRestored()) {
                notice(room, NoticeKind.SERVER_DECEIVES, detail);
            }
        });
    }

    /** Whether the node was found to be restored from a backup within the last day, and may lack what it had. */
    public boolean wasNodeRestored() {
        return millis() - profile.restoredAt() <= RESTORED_LONG_AGO;
    }

    public List<Effect> takeEffects() {
        List<Effect> taken = List.copyOf(effects);
        effects.clear();
        return taken;
    }

    public List<EngineEvent> takeEvents() {
        List<EngineEvent> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    // Who the device is

    /** Whether it has an account at a node. */
    public boolean isRegistered() {
        return profile.isRegistered();
    }

    public OwnIdentity identity() {
        return profile.identity().orElseThrow(() -> new IllegalStateException("the device has no account"));
    }

    public AccountId account() {
        return identity().account();
    }

    public DeviceAddress address() {
        return identity().address();
    }

    public ServerId server() {
        return profile.server().orElseThrow(() -> new IllegalStateException("the device was never connected"));
    }

    /** The device's inbox. */
    public LaneId inbox() {
        return new LaneId.Inbox(address());
    }

    public static LaneId lane(RoomId room) {
        return new LaneId.Room(room, RegionId.ONLY);
    }

    /** The key of this device's leaves. */
    public SignatureKeyPair leafKey() {
        return identity()
                .deviceKeys()
                .find(settings.keyAlgorithm())
                .orElseThrow(() -> new IllegalStateException("the device has no key of its suite"))
                .toSignatureKeyPair();
    }

    /**
     * A new key package with its private keys.
     *
     * @param notAfter the end of its lifetime in seconds since 1970
     */
    public KeyPackageBundle newKeyPackage(boolean lastResort, long notAfter) {
        ExtensionList extensions = lastResort
                ? new ExtensionList(List.of(new Extension(ExtensionType.LAST_RESORT_KEY_PACKAGE, ByteString.EMPTY)))
                : ExtensionList.EMPTY;
        try {
            return KeyPackageBundle.generate(
                    mls,
                    leafKey(),
                    new KeyPackageBundle.Description(
                            identity().credential().toCredential(),
                            RoomCapabilities.ofLeaf(settings.suite()),
                            new Lifetime(seconds() - HOUR, notAfter),
                            ExtensionList.EMPTY,
                            extensions),
                    random);
        } catch (CryptoException e) {
            throw new IllegalStateException("the device's own key is unusable", e);
        }
    }
}
