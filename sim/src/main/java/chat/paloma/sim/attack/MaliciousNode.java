package chat.paloma.sim.attack;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.lane.Envelope;
import chat.paloma.core.lane.LaneHead;
import chat.paloma.core.lane.LaneId;
import chat.paloma.core.lane.LaneRecord;
import chat.paloma.core.lane.Position;
import chat.paloma.core.lane.RecordHeader;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Event.Delivered;
import chat.paloma.core.wire.KeyRequests.Claimed;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import chat.paloma.core.wire.LaneRequests.Append;
import chat.paloma.core.wire.LaneRequests.Appended;
import chat.paloma.core.wire.LaneRequests.Follow;
import chat.paloma.core.wire.LaneRequests.FollowState;
import chat.paloma.core.wire.LaneRequests.Following;
import chat.paloma.core.wire.LaneRequests.LaneStatus;
import chat.paloma.core.wire.LaneRequests.Range;
import chat.paloma.core.wire.LaneRequests.ReadRange;
import chat.paloma.core.wire.Request;
import chat.paloma.sim.base.SeededRandom;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.node.Conduct;
import chat.paloma.sim.node.SimLane;
import chat.paloma.sim.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Attacks one device at a time, each time in another way, until it is to be honest again. */
public final class MaliciousNode implements Conduct {
    private static final Position NOWHERE = new Position(1, 0, LaneHead.NONE);

    private record ForkKey(DeviceAddress victim, LaneId lane) {}

    private final World world;
    private final SeededRandom random;
    private final Map<ForkKey, Fork> forks = new HashMap<>();
    private final Map<DeviceAddress, Event> held = new HashMap<>();
    private final List<Found> seen = new ArrayList<>();
    private final List<OfDevice> handedOut = new ArrayList<>();
    private @Nullable Attack attack;
    private @Nullable DeviceAddress victim;
    private boolean over;
    private int attacks;

    public MaliciousNode(World world, SeededRandom random) {
        this.world = world;
        this.random = random;
    }

    public int attacks() {
        return attacks;
    }

    public void begin() {
        world.node().behave(this);
        next();
    }

    /** From now on it is honest. */
    public void end() {
        over = true;
        attack = null;
        world.node().behave(Conduct.HONEST);
    }

    private void next() {
        world.schedule().after(random.between(10_000, 90_000), () -> {
            if (!over) {
                attack();
                next();
            }
        });
    }

    private void attack() {
        SimClient client = random.pick(world.clients());
        if (!client.isRunning() || client.view().identity().isEmpty()) {
            return;
        }
        attack = random.pick(List.of(Attack.values()));
        victim = client.view().identity().orElseThrow().address();
        attacks++;
        world.trace().add("node", attack.plain() + " " + client.name());
        if (attack == Attack.FORK) {
            fork(victim, client);
        }
    }

    private void fork(DeviceAddress device, SimClient client) {
        client.view().rooms().stream()
                .filter(room -> world.node()
                        .room(room)
                        .filter(each -> each.hasDevice(device))
                        .isPresent())
                .filter(room -> client.view()
                        .entry(room)
                        .filter(entry -> entry.isActive())
                        .isPresent())
                .findFirst()
                .ifPresent(room -> {
                    LaneId lane = World.lane(room);
                    SimLane truth = world.node().lane(lane).orElseThrow();
                    forks.putIfAbsent(new ForkKey(device, lane), new Fork(lane, truth));
                    world.trace()
                            .add(
                                    "node",
                                    "shows " + client.name() + " another history of "
                                            + world.names().of(room));
                });
    }

    private boolean does(Attack what, DeviceAddress to) {
        return attack == what && to.equals(victim);
    }

    private Optional<Fork> fork(DeviceAddress of, LaneId lane) {
        return Optional.ofNullable(forks.get(new ForkKey(of, lane)));
    }

    // Requests

    @Override
    public Optional<TlsEncodable> instead(DeviceAddress from, Request<?> request) {
        if (request instanceof Append append && does(Attack.LIE, from) && random.nextInt(2) == 0) {
            LaneId lane = World.lane(append.room());
            SimLane truth = world.node().lane(lane).orElseThrow();
            return Optional.of(new Appended(
                    lane,
                    truth.copy()
                            .append(append.kind(), append.epoch(), append.envelope(), world.now())
                            .position(),
                    world.now()));
        }
        if (request instanceof ReadRange read) {
            return fork(from, read.lane())
                    .filter(fork -> read.after() <= fork.end().sequence())
                    .map(fork -> fork.range(read.after(), read.maxRecords(), read.maxBytes()));
        }
        return Optional.empty();
    }

    @Override
    public TlsEncodable answer(DeviceAddress to, Request<?> request, TlsEncodable answer) {
        if (answer instanceof Found found) {
            return found(to, request, found);
        }
        if (answer instanceof Claimed claimed) {
            return claimed(to, claimed);
        }
        if (answer instanceof Following following && request instanceof Follow follow) {
            return following(to, follow, following);
        }
        if (answer instanceof Appended appended) {
            return fork(to, appended.lane())
                    .<TlsEncodable>map(fork ->
                            new Appended(appended.lane(), fork.position(appended.position()), appended.acceptTime()))
                    .orElse(answer);
        }
        if (answer instanceof Range range && !range.records().isEmpty()) {
            return range(to, range);
        }
        return answer;
    }

    private Found found(DeviceAddress to, Request<?> request, Found found) {
        seen.add(found);
        Found other = random.pick(seen);
        if (request instanceof LookUp && does(Attack.SWAP_HANDLE, to)) {
            return new Found(found.handle(), other.account());
        }
        if (request instanceof GetAccount && does(Attack.SWAP_ACCOUNT, to)) {
            return other;
        }
        if (does(Attack.STALE_LISTS, to)) {
            return seen.stream()
                    .filter(each ->
                            each.account().account().equals(found.account().account()))
                    .min(Comparator.comparingLong(each -> each.account().version()))
                    .orElse(found);
        }
        return found;
    }

    private Claimed claimed(DeviceAddress to, Claimed claimed) {
        handedOut.addAll(claimed.keyPackages());
        if (!does(Attack.SWAP_KEY_PACKAGES, to)) {
            return claimed;
        }
        ByteString other = random.pick(handedOut).keyPackage();
        return new Claimed(claimed.keyPackages().stream()
                .map(each -> new OfDevice(each.device(), other))
                .toList());
    }

    private Following following(DeviceAddress to, Follow follow, Following following) {
        List<LaneStatus> told = new ArrayList<>();
        for (int i = 0; i < following.lanes().size(); i++) {
            LaneId lane = follow.cursors().get(i).lane();
            Position cursor = follow.cursors().get(i).position();
            Optional<Fork> fork = fork(to, lane).filter(each -> each.had(cursor));
            if (fork.isPresent()) {
                told.add(new LaneStatus(FollowState.LIVE, fork.get().end()));
            } else if (lane instanceof LaneId.Room && does(Attack.DENY, to)) {
                told.add(new LaneStatus(FollowState.NOT_FOUND, NOWHERE));
            } else {
                told.add(following.lanes().get(i));
            }
        }
        return new Following(told);
    }

    private Range range(DeviceAddress to, Range range) {
        List<LaneRecord> records = new ArrayList<>(range.records());
        int at = random.nextInt(records.size());
        if (does(Attack.TAMPER, to)) {
            records.set(at, tampered(records.get(at)));
        } else if (does(Attack.SHIFT_TIME, to)) {
            records.set(at, shifted(records.get(at)));
        } else if (does(Attack.REORDER, to) && records.size() > 1) {
            records.set(at, records.set((at + 1) % records.size(), records.get(at)));
        } else if (does(Attack.WITHHOLD, to)) {
            records.remove(at);
        } else if (does(Attack.REPLAY, to)) {
            records.add(at, records.get(at));
        }
        return new Range(range.before(), records, range.after(), range.end());
    }

    // Events

    @Override
    public List<Event> events(DeviceAddress to, Event event) {
        if (!(event instanceof Delivered delivered)) {
            return List.of(event);
        }
        Optional<Fork> fork = fork(to, delivered.lane());
        if (fork.isPresent()) {
            return fork.get().event(delivered.record().header().sequence()).stream()
                    .map(each -> (Event) each)
                    .toList();
        }
        List<Event> told = new ArrayList<>(attacked(to, delivered));
        Event before = held.remove(to);
        if (before != null) {
            told.add(before);
        }
        return told;
    }

    private List<Event> attacked(DeviceAddress to, Delivered event) {
        if (does(Attack.WITHHOLD, to) && random.nextInt(2) == 0) {
            return List.of();
        }
        if (does(Attack.REORDER, to) && random.nextInt(2) == 0 && !held.containsKey(to)) {
            held.put(to, event);
            return List.of();
        }
        if (does(Attack.REPLAY, to)) {
            return List.of(event, event);
        }
        if (does(Attack.TAMPER, to)) {
            return List.of(new Delivered(event.lane(), tampered(event.record()), event.head()));
        }
        if (does(Attack.SHIFT_TIME, to)) {
            return List.of(new Delivered(event.lane(), shifted(event.record()), event.head()));
        }
        return List.of(event);
    }

    private LaneRecord tampered(LaneRecord record) {
        return new LaneRecord(record.header(), record.envelope().map(envelope -> {
            byte[] bytes = envelope.bytes().toByteArray();
            bytes[random.nextInt(bytes.length)] ^= 1;
            return new Envelope(ByteString.adopt(bytes));
        }));
    }

    private static LaneRecord shifted(LaneRecord record) {
        RecordHeader header = record.header();
        return new LaneRecord(
                new RecordHeader(
                        header.sequence(),
                        header.acceptTime() + 1,
                        header.kind(),
                        header.epoch(),
                        header.envelopeHash()),
                record.envelope());
    }
}
