package chat.paloma.core.engine.inbox;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackageBundle;
import chat.paloma.core.wire.KeyRequests.Publish;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps key packages of this device at the node, so that others can add it while it is away. */
public final class Stock {
    /** How many the node should have; below {@link #LOW} it gets new ones. */
    static final int FULL = 24;

    static final int LOW = 20;

    private static final long DAY = 24 * 60 * 60;
    private static final long LIFETIME = 90 * DAY;
    private static final long RENEW_BEFORE = 30 * DAY;
    /** A Welcome may come late to a device that was away: its key package is kept this long behind its end. */
    private static final long KEEP_AFTER = 30 * DAY;
    /** How many are made in one step: each takes a few milliseconds, more in a browser. */
    private static final int BATCH = 8;

    private final Device device;
    private final NodeLink link;
    private final KeyPackages keyPackages;
    private boolean filling;

    public Stock(Device device, NodeLink link) {
        this.device = device;
        this.link = link;
        this.keyPackages = new KeyPackages(device);
    }

    /** Publishes what is missing. The private keys are stored with the request. */
    public void fill(int left) {
        if (filling) {
            return;
        }
        keyPackages.forgetBefore(device.seconds() - KEEP_AFTER);
        boolean lastResort = keyPackages
                .lastResortUntil()
                .filter(until -> until > device.seconds() + RENEW_BEFORE)
                .isEmpty();
        if (left >= LOW && !lastResort) {
            return;
        }
        List<ByteString> made = new ArrayList<>();
        for (int i = left; i < FULL && made.size() < BATCH; i++) {
            made.add(make(false));
        }
        Optional<ByteString> last = lastResort ? Optional.of(make(true)) : Optional.empty();
        filling = true;
        link.ask(
                new Publish(made, last),
                answer -> {
                    filling = false;
                    if (answer.left() > left) {
                        device.whileConnected(1, () -> fill(answer.left()));
                    }
                },
                failure -> {
                    filling = false;
                    device.notice(Optional.empty(), NoticeKind.CHANGE_REFUSED, "key packages: " + Problem.of(failure));
                });
    }

    /** Makes new ones in the place of all that there are at the node: the device has another certificate. */
    public void renew() {
        keyPackages.endAll(device.seconds());
        fill(0);
    }

    private ByteString make(boolean lastResort) {
        long notAfter = device.seconds() + LIFETIME;
        KeyPackageBundle bundle = device.newKeyPackage(lastResort, notAfter);
        keyPackages.add(bundle, notAfter);
        return ByteString.adopt(new MlsMessage.OfKeyPackage(bundle.keyPackage()).encoded());
    }
}
