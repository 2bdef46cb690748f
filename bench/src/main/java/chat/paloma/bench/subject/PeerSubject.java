package chat.paloma.bench.subject;

import chat.paloma.bench.BenchmarkException;
import chat.paloma.bench.load.Arrivals;
import chat.paloma.bench.load.Plan;
import chat.paloma.bench.load.ServerProcess;
import chat.paloma.bench.load.Subject;
import chat.paloma.bench.wire.Loop;
import chat.paloma.bench.wire.Wire;
import java.util.List;

/**
 * What people would use instead, with its clients. Rooms go by their names.
 *
 * @param <W> what a client speaks
 */
abstract class PeerSubject<W extends Wire> implements Subject {
    private final Loop loop;
    private final ServerProcess server;
    private final int port;
    private final String version;
    private final PeerClients<W> clients = new PeerClients<>();
    private List<String> rooms = List.of();

    PeerSubject(Loop loop, ServerProcess server, int port, String version) {
        this.loop = loop;
        this.server = server;
        this.port = port;
        this.version = version;
    }

    /** Makes a client, which is connected then. */
    abstract W client(PeerMember member);

    final W client(int number) {
        return clients.get(number);
    }

    final String room(int number) {
        return rooms.get(number);
    }

    @Override
    public final String version() {
        return version;
    }

    @Override
    public final ServerProcess server() {
        return server;
    }

    @Override
    public void join(Plan plan, Arrivals arrivals) throws BenchmarkException {
        rooms = plan.rooms().stream().map(Plan.Room::name).toList();
        clients.connect(loop, port, plan, arrivals, this::client);
    }

    @Override
    public void close() {
        clients.close(loop);
        server.close();
    }
}
