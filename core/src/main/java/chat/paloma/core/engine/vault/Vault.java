package chat.paloma.core.engine.vault;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.Decoder;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.HpkeKeyPair;
import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.VaultRequests.GetVault;
import chat.paloma.core.wire.VaultRequests.PutVault;
import chat.paloma.core.wire.VaultRequests.StoredVault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The account's vault on one connection. Changes are done one after the other, each upon the newest content: one that
 * another device was faster than is done again upon what that wrote. When the connection ends, nobody hears anything, and
 * whoever wanted a change asks again on the next one.
 */
public final class Vault {
    private static final int ATTEMPTS = 8;

    private record Wish(UnaryOperator<VaultContent> change, Consumer<VaultContent> done, Consumer<Problem> failed) {}

    private final Device device;
    private final VaultState state;
    private final NodeLink link;
    private final Deque<Wish> wishes = new ArrayDeque<>();
    /** The node's version of what is known; below 0 before it was asked. */
    private long version = -1;

    private boolean busy;

    public Vault(Device device, NodeLink link) {
        this.device = device;
        this.state = new VaultState(device.state());
        this.link = link;
    }

    /** The newest content that this device has seen. */
    public VaultContent known() {
        return state.known();
    }

    /** Gets the newest content. */
    public void load(Consumer<VaultContent> done, Consumer<Problem> failed) {
        version = -1;
        update(UnaryOperator.identity(), done, failed);
    }

    /**
     * Changes the content.
     *
     * @param change may be applied several times; one that changes nothing writes nothing
     * @param done with the content once the node has it
     * @param failed when this device can't read what the node has, or the node does not take it
     */
    public void update(UnaryOperator<VaultContent> change, Consumer<VaultContent> done, Consumer<Problem> failed) {
        wishes.add(new Wish(change, done, failed));
        proceed();
    }

    /** Seals the vault with this device's newest key, whatever it is sealed with now. */
    public void reseal(Runnable done, Consumer<Problem> failed) {
        // Even an unchanged content gets a new revision: it is sealed anew.
        update(content -> content.withRevision(-1), content -> done.run(), failed);
    }

    private void proceed() {
        if (busy || wishes.isEmpty()) {
            return;
        }
        busy = true;
        Wish wish = wishes.remove();
        attempt(wish, 1);
    }

    private void end(Runnable told) {
        busy = false;
        told.run();
        proceed();
    }

    private void attempt(Wish wish, int number) {
        if (version >= 0) {
            change(wish, number);
            return;
        }
        link.ask(
                new GetVault(),
                stored -> {
                    Optional<Problem> problem = take(stored);
                    if (problem.isPresent()) {
                        end(() -> wish.failed().accept(problem.get()));
                    } else {
                        version = stored.version();
                        change(wish, number);
                    }
                },
                failure -> end(() -> wish.failed().accept(Problem.of(failure))));
    }

    private void change(Wish wish, int number) {
        VaultContent known = state.known();
        VaultContent changed = wish.change().apply(known);
        if (changed.equals(known)) {
            end(() -> wish.done().accept(known));
            return;
        }
        VaultContent next = changed.withRevision(known.revision() + 1);
        SealedVault sealed =
                SealedVault.seal(device.crypto(), device.account(), state.keys().orElseThrow(), next, device.random());
        link.ask(
                new PutVault(version, ByteString.adopt(sealed.encoded())),
                put -> {
                    version++;
                    keep(next);
                    end(() -> wish.done().accept(next));
                },
                failure -> refused(wish, number, failure));
    }

    private void refused(Wish wish, int number, Failure failure) {
        version = -1;
        if (failure.is(FailureCode.VAULT_CONFLICT) && number < ATTEMPTS) {
            attempt(wish, number + 1);
        } else {
            end(() -> wish.failed().accept(Problem.of(failure)));
        }
    }

    private void keep(VaultContent content) {
        state.setKnown(content);
        state.keys().filter(keys -> keys.former().isPresent()).ifPresent(keys -> state.setKeys(keys.withoutFormer()));
    }

    /** Takes in what the node shows; a problem when this device must not go on from it. */
    private Optional<Problem> take(StoredVault stored) {
        VaultContent known = state.known();
        if (stored.version() == 0) {
            return older(known, 0);
        }
        Optional<VaultKeys> keys = state.keys();
        if (keys.isEmpty()) {
            return Optional.of(new Problem(ProblemCode.UNREADABLE, "this device has no key to the account's vault"));
        }
        try {
            SealedVault sealed = decode(stored.content());
            Optional<SecretBytes> key = keys.get().ofGeneration(sealed.generation());
            if (key.isEmpty() && keys.get().mayCome(sealed.generation())) {
                return Optional.of(
                        new Problem(ProblemCode.UNREADABLE, "the account's vault has a key that is still on its way"));
            }
            if (key.isEmpty()) {
                return known.revision() > 0
                        ? older(known, 0)
                        : deceived("an account's vault under a key that is no longer in use");
            }
            VaultContent content = sealed.open(device.crypto(), device.account(), key.get());
            if (content.revision() < known.revision()) {
                return older(known, content.revision());
            }
            state.setKnown(content);
            if (sealed.generation() == keys.get().generation()) {
                keep(content);
            }
            return Optional.empty();
        } catch (CryptoException | DecodeException e) {
            return deceived("what no device of this account sealed: " + e.getMessage());
        }
    }

    /** What the node shows is not the newest: nothing of it is taken in, and the next change goes on from what is known. */
    private Optional<Problem> older(VaultContent known, long shown) {
        if (shown < known.revision()) {
            device.noticeOlder("an older vault of this account than before");
        }
        return Optional.empty();
    }

    private Optional<Problem> deceived(String what) {
        Problem problem = new Problem(ProblemCode.SERVER_DECEIVES, what);
        device.notice(Optional.empty(), NoticeKind.SERVER_DECEIVES, what);
        return Optional.of(problem);
    }

    /**
     * Opens the vault with the recovery key's pair, on a device that has nothing else.
     *
     * @param done once the device has the vault's keys and content
     * @param failed when there is none, or it is not for this recovery key
     */
    public void recover(HpkeKeyPair recovery, Runnable done, Consumer<Problem> failed) {
        link.ask(
                new GetVault(),
                stored -> {
                    // One that can't be opened is replaced by the next change.
                    version = stored.version();
                    try {
                        SealedVault.Recovered recovered =
                                decode(stored.content()).recover(device.crypto(), device.account(), recovery);
                        state.setKeys(recovered.keys());
                        state.setKnown(recovered.content());
                        done.run();
                    } catch (CryptoException | DecodeException e) {
                        failed.accept(new Problem(
                                ProblemCode.SERVER_DECEIVES, "the account's vault can't be opened: " + e.getMessage()));
                    }
                },
                failure -> failed.accept(Problem.of(failure)));
    }

    private static SealedVault decode(ByteString content) throws DecodeException {
        Decoder<SealedVault> decoder = SealedVault::decode;
        return decoder.decodeAll(content.toByteArray());
    }
}
