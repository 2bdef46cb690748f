package chat.paloma.core.engine.account;

import chat.paloma.core.engine.api.NoticeKind;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.link.NodeLink;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.wire.AccountRequests.Found;
import chat.paloma.core.wire.AccountRequests.GetAccount;
import chat.paloma.core.wire.AccountRequests.LookUp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks the node for accounts, of one connection. What it shows goes through {@link Contacts}. */
public final class Directory {
    private static final long FRESH_MILLIS = 60_000;

    private final Device device;
    private final Contacts contacts;
    private final NodeLink link;
    private final Map<AccountId, Long> asked = new HashMap<>();

    public Directory(Device device, Contacts contacts, NodeLink link) {
        this.device = device;
        this.contacts = contacts;
        this.link = link;
    }

    /** Finds the account of a handle. */
    public void lookUp(Handle handle, Consumer<AccountId> found, Consumer<Problem> failed) {
        if (handle.equals(device.identity().handle())) {
            found.accept(device.account());
            return;
        }
        link.ask(
                new LookUp(handle),
                answer -> named(handle, answer, found, failed),
                failure -> failed.accept(Problem.of(failure)));
    }

    private void named(Handle handle, Found answer, Consumer<AccountId> found, Consumer<Problem> failed) {
        try {
            if (!answer.handle().equals(handle)) {
                failed.accept(new Problem(ProblemCode.SERVER_DECEIVES, "another handle than was asked for"));
                return;
            }
            AccountId account = contacts.takeNamed(handle, answer);
            asked.put(account, device.millis());
            found.accept(account);
        } catch (IdentityException e) {
            failed.accept(deceived(handle.value(), e));
        } catch (Contacts.IdentityChangedException e) {
            device.notice(Optional.empty(), NoticeKind.IDENTITY_CHANGED, handle.value());
            failed.accept(new Problem(ProblemCode.IDENTITY_CHANGED, handle.value()));
        }
    }

    /**
     * Looks whether the handle of an account that is no longer somewhere belongs to another account now.
     *
     * @param changed called when it does
     */
    public void checkHandle(AccountId account, Runnable changed) {
        Optional<Handle> handle = contacts.find(account).map(Contact::handle);
        if (handle.isEmpty()) {
            return;
        }
        link.ask(
                new LookUp(handle.get()),
                answer -> {
                    AccountId now = answer.account().account();
                    if (!now.equals(account)) {
                        named(handle.get(), answer, found -> changed.run(), problem -> {
                            if (problem.code() == ProblemCode.IDENTITY_CHANGED) {
                                changed.run();
                            }
                        });
                    }
                },
                failure -> {});
    }

    private static Problem deceived(String who, IdentityException e) {
        return new Problem(ProblemCode.SERVER_DECEIVES, "an account for '" + who + "': " + e.getMessage());
    }

    /**
     * Gets the newest records of accounts, each asked for at most once a minute.
     *
     * @param done when all were asked for, whatever came
     */
    public void freshen(Collection<AccountId> accounts, Runnable done) {
        fetch(accounts.stream().filter(this::isStale).toList(), done);
    }

    /** Gets records of accounts of which nothing is known. */
    public void acquaint(Collection<AccountId> accounts, Runnable done) {
        fetch(
                accounts.stream()
                        .filter(account -> contacts.record(account).isEmpty())
                        .toList(),
                done);
    }

    /** Gets the newest record of an account, however fresh the last one is. */
    public void refresh(AccountId account, Runnable done) {
        fetch(List.of(account), done);
    }

    /** Gets the newest records of accounts, however fresh the last ones are. */
    public void refresh(Collection<AccountId> accounts, Runnable done) {
        fetch(List.copyOf(accounts), done);
    }

    private boolean isStale(AccountId account) {
        if (account.equals(device.account())) {
            return false;
        }
        Long last = asked.get(account);
        return last == null || device.millis() - last > FRESH_MILLIS || device.millis() < last;
    }

    private void fetch(List<AccountId> accounts, Runnable done) {
        List<AccountId> open = new ArrayList<>(accounts);
        if (open.isEmpty()) {
            done.run();
            return;
        }
        for (AccountId account : accounts) {
            link.ask(
                    new GetAccount(account),
                    answer -> {
                        take(account, answer);
                        finish(open, account, done);
                    },
                    failure -> finish(open, account, done));
        }
    }

    private static void finish(List<AccountId> open, AccountId account, Runnable done) {
        open.remove(account);
        if (open.isEmpty()) {
            done.run();
        }
    }

    private void take(AccountId account, Found answer) {
        asked.put(account, device.millis());
        try {
            if (!account.equals(device.account())) {
                contacts.take(answer, account);
            }
        } catch (IdentityException e) {
            String what = deceived(contacts.name(account), e).toString();
            if (e.reason() == IdentityException.Reason.VERSION) {
                device.noticeOlder(what);
            } else {
                device.notice(Optional.empty(), NoticeKind.SERVER_DECEIVES, what);
            }
        }
    }
}
