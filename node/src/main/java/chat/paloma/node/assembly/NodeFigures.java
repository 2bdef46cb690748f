package chat.paloma.node.assembly;

import chat.paloma.core.wire.AdministrationRequests.Figure;
import chat.paloma.node.Host;
import chat.paloma.node.config.Limits;
import chat.paloma.node.session.Sessions;
import chat.paloma.node.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The numbers of this process, its folder and its limits, for administrators. Names are those of docs/protocol.md. */
record NodeFigures(Host host, Database database, Sessions sessions, long startedAt) {
    List<Figure> now() {
        Runtime runtime = Runtime.getRuntime();
        Limits limits = host.configuration().limits();
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("started-at", startedAt),
                new Figure("ready", host.readiness().isReady() ? 1 : 0),
                new Figure("sessions", sessions.count()),
                new Figure("writes-waiting", database.waitingWrites()),
                new Figure("memory-bytes", runtime.totalMemory() - runtime.freeMemory()),
                new Figure("memory-limit-bytes", runtime.maxMemory()),
                new Figure("limit-connections", limits.connections()),
                new Figure("limit-connections-per-address", limits.connectionsPerAddress()),
                new Figure("limit-device-requests", limits.deviceRequestsPerMinute()),
                new Figure("limit-account-requests", limits.accountRequestsPerMinute()),
                new Figure("limit-address-requests", limits.addressRequestsPerMinute()),
                new Figure("limit-blob-bytes", limits.blobBytes()),
                new Figure("limit-account-blob-bytes", limits.accountBlobBytes())));
        host.configuration()
                .retention()
                .ifPresent(time -> figures.add(new Figure("retention-seconds", time.toSeconds())));
        Path folder = host.data().path();
        figures.add(new Figure("database-bytes", database.size()));
        try {
            figures.add(new Figure("disk-free-bytes", Files.getFileStore(folder).getUsableSpace()));
        } catch (IOException e) {
            // A folder that can't be looked at has no size to tell; that the node is not ready says so already.
            return figures;
        }
        return figures;
    }
}
