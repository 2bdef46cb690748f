package chat.paloma.core.engine.linking;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.engine.account.NodeHttp;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.DeviceEntry;
import chat.paloma.core.identity.DeviceKeys;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A blank device that waits to become one of an account. What it waits with is in memory alone: a device that is closed
 * meanwhile begins anew.
 */
public final class NewDevice {
    /** How long the node keeps a link. */
    static final long LIFETIME = 10 * 60 * 1000;

    private static final long INTERVAL = 1_000;
    private static final Problem LATE = new Problem(ProblemCode.WRONG_CODE, "nobody took it within ten minutes");

    /** One attempt, of which the newest counts. */
    private record Waiting(
            long number,
            LinkCode code,
            HpkeKeyPair pair,
            DeviceKeys keys,
            DeviceEntry entry,
            Consumer<Optional<Problem>> ended) {}

    private final Device device;
    private final NodeHttp http;
    private long attempts;
    private @Nullable Waiting waiting;

    public NewDevice(Device device) {
        this.device = device;
        this.http = new NodeHttp(device);
    }

    /**
     * Begins to wait, in the place of an earlier attempt.
     *
     * @param shown with the code, once the offer is at the node
     * @param refused when it can't be put there
     * @param ended later, with nothing when this device is one of an account, or with the reason why it is not
     */
    public void begin(
            String origin, Consumer<String> shown, Consumer<Problem> refused, Consumer<Optional<Problem>> ended) {
        stop();
        device.profile().setOrigin(origin);
        try {
            HpkeKeyPair pair = Kems.X_WING.generateKeyPair(device.crypto(), device.random());
            DeviceKeys keys = DeviceKeys.generate(
                    device.crypto(), List.of(device.settings().keyAlgorithm()), device.random());
            DeviceEntry entry = keys.entry(device.millis());
            LinkOffer.Coded made = LinkOffer.make(device.crypto(), pair.publicKey(), entry, device.random());
            Waiting attempt = new Waiting(++attempts, made.code(), pair, keys, entry, ended);
            http.ask(
                    "PUT",
                    path(attempt, "offer"),
                    ByteString.adopt(made.offer().encoded()),
                    done -> {
                        waiting = attempt;
                        shown.accept(made.code().text(device.crypto()));
                        device.after(INTERVAL, () -> poll(attempt));
                        device.after(LIFETIME, () -> end(attempt, Optional.of(LATE)));
                    },
                    failure -> refused.accept(Problem.of(failure)),
                    why -> refused.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
        } catch (CryptoException e) {
            throw new IllegalStateException("fresh keys are unusable", e);
        }
    }

    private String path(Waiting attempt, String part) {
        return "/v1/links/" + attempt.code().name(device.crypto()).toHex() + "/" + part;
    }

    private boolean isCurrent(Waiting attempt) {
        return waiting != null && waiting.number() == attempt.number();
    }

    /** Waits no longer, and tells nobody. */
    private void stop() {
        if (waiting != null) {
            waiting.pair().privateKey().erase();
        }
        waiting = null;
    }

    private void end(Waiting attempt, Optional<Problem> problem) {
        if (isCurrent(attempt)) {
            stop();
            attempt.ended().accept(problem);
        }
    }

    private void poll(Waiting attempt) {
        if (!isCurrent(attempt)) {
            return;
        }
        http.ask(
                "GET",
                path(attempt, "answer"),
                ByteString.EMPTY,
                answer -> answered(attempt, answer),
                failure -> again(attempt),
                why -> again(attempt));
    }

    private void again(Waiting attempt) {
        if (isCurrent(attempt)) {
            device.after(INTERVAL, () -> poll(attempt));
        }
    }

    private void answered(Waiting attempt, ByteString answer) {
        if (!isCurrent(attempt)) {
            return;
        }
        try {
            LinkBundle bundle = LinkBundle.open(device.crypto(), answer.toByteArray(), attempt.code(), attempt.pair());
            fetch(attempt, bundle);
        } catch (CryptoException | DecodeException e) {
            end(
                    attempt,
                    Optional.of(new Problem(
                            ProblemCode.SERVER_DECEIVES, "an answer that no device gave which has the code")));
        }
    }

    /** The list with this device on it, which the bundle only names. */
    private void fetch(Waiting attempt, LinkBundle bundle) {
        http.account(
                bundle.listKey().certificate().account(),
                found -> take(attempt, bundle, found.account()),
                failure -> refetch(attempt, bundle, failure),
                problem -> {
                    if (problem.code() == ProblemCode.NO_CONNECTION) {
                        device.after(INTERVAL, () -> retry(attempt, bundle));
                    } else {
                        end(attempt, Optional.of(problem));
                    }
                });
    }

    private void refetch(Waiting attempt, LinkBundle bundle, Failure failure) {
        if (failure.is(FailureCode.NOT_FOUND)) {
            end(attempt, Optional.of(Problem.of(failure)));
        } else {
            device.after(INTERVAL, () -> retry(attempt, bundle));
        }
    }

    private void retry(Waiting attempt, LinkBundle bundle) {
        if (isCurrent(attempt)) {
            fetch(attempt, bundle);
        }
    }

    private void take(Waiting attempt, LinkBundle bundle, AccountRecord record) {
        boolean listed = record.find(attempt.entry().device())
                .filter(attempt.entry()::equals)
                .isPresent();
        if (!listed || Long.compareUnsigned(record.version(), bundle.version()) < 0) {
            end(attempt, Optional.of(new Problem(ProblemCode.SERVER_DECEIVES, "a list without this device")));
            return;
        }
        if (!record.certificate().equals(bundle.listKey().certificate())) {
            end(attempt, Optional.of(new Problem(ProblemCode.REFUSED, "the account changed meanwhile: link it again")));
            return;
        }
        try {
            device.profile()
                    .setIdentity(new OwnIdentity(
                            bundle.handle(),
                            bundle.listKey(),
                            attempt.keys(),
                            record,
                            bundle.listKey()
                                    .certify(
                                            device.crypto(),
                                            attempt.keys().device(),
                                            attempt.entry().authenticationKey(),
                                            device.random())));
        } catch (CryptoException e) {
            end(attempt, Optional.of(new Problem(ProblemCode.WRONG_CODE, "the key of the list is unusable")));
            return;
        }
        device.profile().setServer(bundle.server());
        VaultState vault = new VaultState(device.state());
        vault.setKeys(bundle.vaultKeys());
        bundle.content().ifPresent(vault::setKnown);
        device.profile().setRegistered();
        end(attempt, Optional.empty());
    }
}
