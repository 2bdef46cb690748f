package chat.paloma.sim.net;

import chat.paloma.core.codec.ByteString;
import chat.paloma.sim.base.Schedule;
import chat.paloma.sim.base.SeededRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Connections are streams: what is sent arrives in its order, late, or not at all because the connection broke. So loss
 * is a connection that ends, with what was on its way, and reordering happens between connections.
 */
public final class Network {
    private static final long TIMEOUT = 15_000;
    private static final long SILENCE = 30_000;
    /** So many of a million frames arrive twice, when frames do. */
    private static final int DUPLICATES = 30_000;

    private final Schedule schedule;
    private final SeededRandom random;
    private final Server server;
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private final Map<String, Link> newest = new HashMap<>();
    private final Set<String> unreachable = new TreeSet<>();
    private long lastId;
    private long slowest = 200;
    private boolean perfect = true;
    private boolean duplicates;
    private int inFlight;

    /** One connection of a device. */
    private static final class Link {
        final long id;
        final Endpoint client;
        final long number;
        long lastToServer;
        long lastToClient;
        /** Whether what is sent still arrives. */
        boolean toServer = true;

        boolean toClient = true;
        /** Whether the device believes that it is open. */
        boolean open = true;

        Link(long id, Endpoint client, long number) {
            this.id = id;
            this.client = client;
            this.number = number;
        }
    }

    public Network(Schedule schedule, SeededRandom random, Server server) {
        this.schedule = schedule;
        this.random = random;
        this.server = server;
    }

    /** From now on frames are slow, and requests get lost. */
    public void worsen() {
        perfect = false;
    }

    /** From now on some requests arrive twice. */
    public void duplicate() {
        duplicates = true;
    }

    /** From now on nothing breaks and everything is fast. */
    public void heal() {
        perfect = true;
        duplicates = false;
        unreachable.clear();
    }

    /** How slow frames are at the most, in milliseconds, but for a few. */
    public void setSlowest(long millis) {
        slowest = millis;
    }

    /** How much is on its way. */
    public int inFlight() {
        return inFlight;
    }

    private long delay() {
        if (perfect) {
            return random.between(1, 20);
        }
        return random.chance(10_000) ? random.between(slowest, 20 * slowest) : random.between(1, slowest);
    }

    private void later(long time, Runnable action) {
        inFlight++;
        schedule.at(time, () -> {
            inFlight--;
            action.run();
        });
    }

    // The device's side

    /** A device wants a connection. */
    public void connect(Endpoint client, long number) {
        Link link = new Link(++lastId, client, number);
        Link former = newest.put(client.name(), link);
        if (former != null) {
            hangUp(former);
        }
        if (unreachable.contains(client.name()) || !server.isUp()) {
            later(schedule.now() + random.between(1, TIMEOUT), () -> tell(link, "no route"));
            return;
        }
        links.put(link.id, link);
        link.lastToServer = schedule.now() + delay();
        link.lastToClient = link.lastToServer + delay();
        later(link.lastToServer, () -> {
            if (links.get(link.id) == link && server.isUp()) {
                server.opened(link.id, client);
            }
        });
        later(link.lastToClient, () -> {
            if (link.toClient) {
                client.connected(number);
            }
        });
    }

    /** A device sends a frame. */
    public void send(Endpoint client, long number, ByteString frame) {
        Link link = newest.get(client.name());
        if (link == null || link.number != number || !links.containsKey(link.id)) {
            return;
        }
        link.lastToServer = Math.max(link.lastToServer, schedule.now() + delay());
        later(link.lastToServer, () -> {
            if (link.toServer && server.isUp()) {
                server.received(link.id, frame);
            }
        });
        if (duplicates && random.chance(DUPLICATES)) {
            later(link.lastToServer + delay(), () -> {
                if (link.toServer && server.isUp()) {
                    server.receivedAgain(link.id, frame);
                }
            });
        }
    }

    /** A device closes its connection; what it sent before may still arrive. */
    public void disconnect(Endpoint client, long number) {
        Link link = newest.get(client.name());
        if (link != null && link.number == number) {
            hangUp(link);
        }
    }

    private void hangUp(Link link) {
        link.toClient = false;
        link.open = false;
        if (!links.containsKey(link.id)) {
            return;
        }
        link.lastToServer = Math.max(link.lastToServer, schedule.now() + delay());
        later(link.lastToServer, () -> forget(link));
    }

    private void forget(Link link) {
        link.toServer = false;
        if (links.remove(link.id) != null) {
            server.closed(link.id);
        }
    }

    /** The device's process is gone: what it sent may arrive, and nobody hears what comes back. */
    public void gone(Endpoint client) {
        Link link = newest.remove(client.name());
        if (link != null) {
            hangUp(link);
        }
    }

    /** A device makes an HTTP request. It may be lost on its way, or its answer. */
    public void http(Endpoint client, long id, String method, String path, ByteString body) {
        if (isLost(client)) {
            later(schedule.now() + random.between(1, TIMEOUT), () -> client.httpFailed(id, "no answer"));
            return;
        }
        later(schedule.now() + delay(), () -> {
            if (!server.isUp()) {
                later(schedule.now() + delay(), () -> client.httpFailed(id, "no answer"));
                return;
            }
            Server.Answer answer = server.http(method, path, body);
            boolean lost = isLost(client);
            later(schedule.now() + delay(), () -> {
                if (lost) {
                    client.httpFailed(id, "no answer");
                } else {
                    client.httpAnswered(id, answer.status(), answer.body());
                }
            });
        });
    }

    private boolean isLost(Endpoint client) {
        return unreachable.contains(client.name()) || (!perfect && random.chance(20_000));
    }

    // The node's side

    /** The node sends a frame. */
    public void reply(long connection, ByteString frame) {
        Link link = links.get(connection);
        if (link == null) {
            return;
        }
        link.lastToClient = Math.max(link.lastToClient, schedule.now() + delay());
        later(link.lastToClient, () -> {
            if (link.toClient) {
                link.client.received(link.number, frame);
            }
        });
    }

    /** The node closes a connection, behind what it sent. */
    public void close(long connection) {
        Link link = links.remove(connection);
        if (link == null) {
            return;
        }
        link.toServer = false;
        link.lastToClient = Math.max(link.lastToClient, schedule.now() + delay());
        later(link.lastToClient, () -> tell(link, "the server closed the connection"));
    }

    private void tell(Link link, String why) {
        if (link.open) {
            link.open = false;
            link.toClient = false;
            link.client.disconnected(link.number, why);
        }
    }

    /** The node's process is gone with all connections. */
    public void serverGone() {
        for (Link link : List.copyOf(links.values())) {
            links.remove(link.id);
            link.toServer = false;
            breakTowardsClient(link);
        }
    }

    // Faults

    /** Breaks a connection: what is on its way may get through for a moment, and both sides are told some time. */
    public boolean breakOne() {
        List<Link> open = new ArrayList<>(links.values());
        if (open.isEmpty()) {
            return false;
        }
        Link link = random.pick(open);
        later(schedule.now() + random.between(0, slowest), () -> link.toServer = false);
        // The node may notice much later.
        later(schedule.now() + random.between(slowest, 300 * slowest), () -> forget(link));
        breakTowardsClient(link);
        return true;
    }

    private void breakTowardsClient(Link link) {
        // What would arrive behind this moment is lost.
        long until = schedule.now() + random.between(0, slowest);
        later(until, () -> link.toClient = false);
        later(until + random.between(1, slowest), () -> tell(link, "the connection broke"));
    }

    /** A device can't reach the node: its connections go silent without an end. */
    public void isolate(String client) {
        unreachable.add(client);
        Link link = newest.get(client);
        if (link != null && links.containsKey(link.id)) {
            link.toServer = false;
            link.toClient = false;
            later(schedule.now() + random.between(slowest, 600 * slowest), () -> forget(link));
            // In the end its own operating system gives it up.
            later(schedule.now() + random.between(SILENCE, 20 * SILENCE), () -> tell(link, "nothing comes any more"));
        }
    }

    public void reconnect(String client) {
        unreachable.remove(client);
    }
}
