package chat.paloma.node.presence;

import chat.paloma.core.identity.AccountId;
import chat.paloma.node.bus.NodeId;
import chat.paloma.node.bus.NodeSignal.AccountPresence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Who is connected to other nodes, as long as these say so. Thread-safe. */
final class RemotePresence {
    private record Lease(boolean hidden, long until) {}

    private final long leaseNanos;
    private final LongSupplier clock;
    private final Map<AccountId, Map<NodeId, Lease>> leases = new HashMap<>();

    /**
     * @param lease how long what a node says is good for
     * @param clock monotonic nanoseconds
     */
    RemotePresence(Duration lease, LongSupplier clock) {
        this.leaseNanos = lease.toNanos();
        this.clock = clock;
    }

    synchronized void online(NodeId node, List<AccountPresence> accounts) {
        long until = clock.getAsLong() + leaseNanos;
        for (AccountPresence each : accounts) {
            leases.computeIfAbsent(each.account(), unknown -> new HashMap<>())
                    .put(node, new Lease(each.hidden(), until));
        }
    }

    synchronized void offline(NodeId node, AccountId account) {
        leases.computeIfPresent(account, (id, nodes) -> {
            nodes.remove(node);
            return nodes.isEmpty() ? null : nodes;
        });
    }

    /** Forgets all that a node said. Returns the accounts of which that was something. */
    synchronized List<AccountId> ended(NodeId node) {
        return removeIf((id, lease) -> id.equals(node));
    }

    /** Forgets what was not said again in time. Returns the accounts of which that was something. */
    synchronized List<AccountId> expire() {
        long now = clock.getAsLong();
        return removeIf((id, lease) -> lease.until() - now < 0);
    }

    private interface Condition {
        boolean test(NodeId node, Lease lease);
    }

    private List<AccountId> removeIf(Condition condition) {
        List<AccountId> changed = new ArrayList<>();
        leases.entrySet().removeIf(entry -> {
            Map<NodeId, Lease> nodes = entry.getValue();
            if (nodes.entrySet().removeIf(each -> condition.test(each.getKey(), each.getValue()))) {
                changed.add(entry.getKey());
            }
            return nodes.isEmpty();
        });
        return changed;
    }

    synchronized boolean isOnline(AccountId account) {
        return leases.containsKey(account);
    }

    synchronized boolean isHidden(AccountId account) {
        return leases.getOrDefault(account, Map.of()).values().stream().anyMatch(Lease::hidden);
    }
}
