package chat.paloma.client;

import chat.paloma.client.store.KeyPackageTable;
import chat.paloma.client.transport.NodeException;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.wire.KeyRequests.Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps key packages of this device at the node, so that others can add it while it is away. */
final class KeyPackageStock {
    /** How many the node should have; below {@link #LOW} it gets new ones. */
    static final int FULL = 24;

    static final int LOW = 20;

    private static final long DAY = 24 * 60 * 60;
    private static final long LIFETIME = 90 * DAY;
    private static final long RENEW_BEFORE = 30 * DAY;
    /** A Welcome may come late to a device that was away: its key package is kept this long behind its end. */
    private static final long KEEP_AFTER = 30 * DAY;

    private final Device device;
    private final Session session;

    KeyPackageStock(Device device, Session session) {
        this.device = device;
        this.session = session;
    }

    /** Publishes what is missing. The private keys are on the disk before. */
    void fill(int left) throws NodeException, InterruptedException {
        KeyPackageTable table = device.store().keyPackages();
        table.forgetBefore(device.seconds() - KEEP_AFTER);
        boolean lastResort = table.lastResortUntil()
                .filter(until -> until > device.seconds() + RENEW_BEFORE)
                .isEmpty();
        if (left >= LOW && !lastResort) {
            return;
        }
        List<KeyPackageBundle> made = new ArrayList<>();
        for (int i = left >= LOW ? FULL : left; i < FULL; i++) {
            made.add(device.newKeyPackage(false, device.seconds() + LIFETIME));
        }
        Optional<KeyPackageBundle> last =
                lastResort ? Optional.of(device.newKeyPackage(true, device.seconds() + LIFETIME)) : Optional.empty();
        device.store().write(() -> {
            made.forEach(this::keep);
            last.ifPresent(this::keep);
        });
        var answer = session.ask(
                new Publish(made.stream().map(KeyPackageStock::encode).toList(), last.map(KeyPackageStock::encode)));
        if (answer.left() < LOW) {
            throw NodeException.unreachable("the server keeps only " + answer.left() + " key packages of this device");
        }
    }

    private void keep(KeyPackageBundle bundle) {
        device.store()
                .keyPackages()
                .add(bundle.keyPackage().reference(device.mls()), bundle, device.seconds() + LIFETIME);
    }

    private static ByteString encode(KeyPackageBundle bundle) {
        return ByteString.adopt(new MlsMessage.OfKeyPackage(bundle.keyPackage()).encoded());
    }
}
