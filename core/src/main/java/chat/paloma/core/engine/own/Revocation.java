package chat.paloma.core.engine.own;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.NodeHttp;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.Retry;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether this device is none of its account any more. The node's word for it is not enough: the account's own list says
 * so. A node that was put back to a backup has an older list, which lacks a device that was linked since. That device
 * waits for another one of its account to offer the newer list; it offers it itself where the root key speaks for it,
 * since then it need not have proven who it is.
 */
public final class Revocation {
    private static final String WAITS =
            "it was restored from a backup that does not know this device: connect another device of the account";

    private final Device device;
    private final NodeHttp http;

    public Revocation(Device device) {
        this.device = device;
        this.http = new NodeHttp(device);
    }

    /**
     * Asks the node for the list by which it refuses this device.
     *
     * @param revoked when there is no such account any more, or its newest list lacks this device
     * @param waits with what is in the way when it makes sense to try again later
     */
    public void check(Runnable revoked, Consumer<Problem> waits) {
        http.account(
                device.account(),
                found -> judge(found, revoked, waits),
                failure -> refused(failure, revoked, waits),
                waits);
    }

    private static void refused(Failure failure, Runnable revoked, Consumer<Problem> waits) {
        if (failure.retry() == Retry.NEVER) {
            revoked.run();
        } else {
            waits.accept(Problem.of(failure));
        }
    }

    private void judge(Found found, Runnable revoked, Consumer<Problem> waits) {
        AccountRecord own = device.identity().record();
        AccountRecord shown = found.account();
        Optional<DeviceEntry> entry = own.find(device.address().device());
        if (entry.isPresent() && own.isNewerThan(shown)) {
            if (own.isByRootKeyAfter(shown)) {
                offer(own, waits);
            } else {
                waits.accept(later(WAITS));
            }
        } else if (entry.isPresent() && shown.find(device.address().device()).equals(entry)) {
            waits.accept(later("it did not know this device a moment ago"));
        } else {
            revoked.run();
        }
    }

    private void offer(AccountRecord own, Consumer<Problem> waits) {
        http.ask(
                "PUT",
                "/v1/accounts",
                ByteString.adopt(own.encoded()),
                taken -> waits.accept(later("it was restored from a backup, and has this device again")),
                failure -> waits.accept(Problem.of(failure)),
                why -> waits.accept(later(why)));
    }

    private static Problem later(String why) {
        return new Problem(ProblemCode.NO_CONNECTION, why);
    }
}
