package chat.paloma.node.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.identity.AccountId;
import chat.paloma.node.TestStore;
import chat.paloma.node.bus.NodeId;
import chat.paloma.node.bus.NodeSignal.AccountPresence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RemotePresenceTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();
    private final RemotePresence remote = new RemotePresence(LEASE, now::get);
    private final NodeId one = NodeId.random(TestStore.RANDOM);
    private final NodeId other = NodeId.random(TestStore.RANDOM);
    private final AccountId ada = account(1);
    private final AccountId bob = account(2);

    private static AccountId account(int number) {
        byte[] bytes = new byte[AccountId.LENGTH];
        bytes[0] = (byte) number;
        return new AccountId(ByteString.adopt(bytes));
    }

    private void online(NodeId node, AccountId account, boolean hidden) {
        remote.online(node, List.of(new AccountPresence(account, hidden)));
    }

    @Test
    void believesANodeUntilItsLeaseIsOver() {
        online(one, ada, false);
        now.addAndGet(LEASE.toNanos());
        assertEquals(List.of(), remote.expire());
        assertTrue(remote.isOnline(ada));
        now.incrementAndGet();
        assertEquals(List.of(ada), remote.expire());
        assertFalse(remote.isOnline(ada));
    }

    @Test
    void believesItLongerWhenItSaysSoAgain() {
        online(one, ada, false);
        now.addAndGet(LEASE.toNanos());
        online(one, ada, false);
        now.addAndGet(LEASE.toNanos());
        assertEquals(List.of(), remote.expire());
    }

    @Test
    void keepsAnAccountThatIsOnTwoNodes() {
        online(one, ada, false);
        online(other, ada, false);
        remote.offline(one, ada);
        assertTrue(remote.isOnline(ada));
        assertEquals(List.of(ada), remote.ended(other));
        assertFalse(remote.isOnline(ada));
    }

    @Test
    void hidesAnAccountThatAskedForItOnAnyNode() {
        online(one, ada, false);
        online(other, ada, true);
        online(other, bob, false);
        assertTrue(remote.isHidden(ada));
        assertFalse(remote.isHidden(bob));
        online(other, ada, false);
        assertFalse(remote.isHidden(ada));
    }
}
