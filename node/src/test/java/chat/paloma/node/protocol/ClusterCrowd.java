package chat.paloma.node.protocol;

import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.wire.AccountRequests.UpdateDevices;
import chat.paloma.core.wire.SignalRequests.WatchPresence;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many connections that do nothing but come back when they end, as clients do. */
final class ClusterCrowd {
    private final List<TestDevice> devices;
    private final List<URI> nodes;

    private ClusterCrowd(List<TestDevice> devices, List<URI> nodes) {
        this.devices = devices;
        this.nodes = nodes;
    }

    /** Connects the devices of these accounts and so many more of each. */
    static ClusterCrowd connect(List<TestDevice> accounts, List<URI> nodes, int more) throws Exception {
        List<TestDevice> devices = new ArrayList<>(accounts);
        for (TestDevice first : accounts) {
            List<DeviceKeys> keys = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                keys.add(TestDevice.newKeys());
            }
            AccountRecord next = first.owner.addingAll(keys);
            first.ask(new UpdateDevices(next));
            first.owner.signed(next);
            for (DeviceKeys each : keys) {
                URI node = nodes.get(devices.size() % nodes.size());
                devices.add(new TestDevice(first.owner, each).connect(TestConnection.open(node)));
            }
        }
        return new ClusterCrowd(devices, nodes);
    }

    /** Lets those come back whose connection has ended, and asks each for something. */
    void requireAllConnected() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < devices.size(); i++) {
                TestDevice device = devices.get(i);
                AtomicInteger at = new AtomicInteger(i);
                all.add(threads.submit(() -> {
                    if (device.connection().isClosed()) {
                        ClusterReader.reconnect(device, nodes, at);
                    }
                    device.ask(new WatchPresence(List.of()));
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }
}
