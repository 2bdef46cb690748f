package chat.paloma.core.engine.linking;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.hpke.Kems;
import chat.paloma.core.engine.account.NodeHttp;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.device.OwnIdentity;
import chat.paloma.core.engine.own.OwnAccount;
import chat.paloma.core.engine.vault.VaultKeys;
import chat.paloma.core.engine.vault.VaultState;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import java.util.Optional;
import java.util.function.Consumer;

/** How a device of an account lets a new one in whose code somebody has brought. */
public final class LinkApproval {
    private static final int ATTEMPTS = 5;
    private static final long INTERVAL = 2_000;

    private final Device device;
    private final OwnAccount account;
    private final NodeHttp http;

    public LinkApproval(Device device, OwnAccount account) {
        this.device = device;
        this.account = account;
        this.http = new NodeHttp(device);
    }

    /** Puts the new device on the list, and leaves it what it needs. */
    public void approve(LinkCode code, Runnable done, Consumer<Problem> failed) {
        http.ask(
                "GET",
                path(code, "offer"),
                ByteString.EMPTY,
                offer -> take(code, offer, done, failed),
                failure -> failed.accept(
                        failure.is(FailureCode.NOT_FOUND) ? Problem.of(ProblemCode.WRONG_CODE) : Problem.of(failure)),
                why -> failed.accept(new Problem(ProblemCode.NO_CONNECTION, why)));
    }

    private String path(LinkCode code, String part) {
        return "/v1/links/" + code.name(device.crypto()).toHex() + "/" + part;
    }

    private void take(LinkCode code, ByteString bytes, Runnable done, Consumer<Problem> failed) {
        LinkOffer offer;
        try {
            offer = LinkOffer.open(device.crypto(), bytes.toByteArray(), code);
            if (!Kems.X_WING.isPublicKey(device.crypto(), offer.key())) {
                throw new CryptoException(CryptoException.Reason.INVALID_KEY, "a key that is none");
            }
        } catch (CryptoException | DecodeException e) {
            failed.accept(new Problem(
                    ProblemCode.SERVER_DECEIVES, "an offer of another device than the one that shows the code"));
            return;
        }
        account.add(offer.entry(), () -> answer(code, offer, 1, done, failed), failed);
    }

    private void answer(LinkCode code, LinkOffer offer, int attempt, Runnable done, Consumer<Problem> failed) {
        try {
            http.ask(
                    "PUT",
                    path(code, "answer"),
                    bundle().seal(device.crypto(), code, offer.key(), device.random()),
                    put -> done.run(),
                    failure -> failed.accept(refused(failure)),
                    why -> {
                        if (attempt < ATTEMPTS) {
                            device.after(INTERVAL, () -> answer(code, offer, attempt + 1, done, failed));
                        } else {
                            failed.accept(new Problem(ProblemCode.NO_CONNECTION, why));
                        }
                    });
        } catch (CryptoException e) {
            failed.accept(new Problem(ProblemCode.WRONG_CODE, "the new device's key is none"));
        }
    }

    /** The device is on the list and can't use it: the person takes it off, or links it again. */
    private static Problem refused(Failure failure) {
        return failure.is(FailureCode.NOT_FOUND)
                ? new Problem(ProblemCode.WRONG_CODE, "it ended while the device was added")
                : Problem.of(failure);
    }

    private LinkBundle bundle() {
        OwnIdentity own = device.identity();
        VaultKeys keys = new VaultState(device.state()).keys().orElseThrow();
        return new LinkBundle(
                device.server(),
                own.handle(),
                own.record().version(),
                own.listKey(),
                keys,
                Optional.of(account.vault().known()));
    }
}
