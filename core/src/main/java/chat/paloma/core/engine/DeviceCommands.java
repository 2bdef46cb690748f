package chat.paloma.core.engine;

import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.engine.account.RecoveryKey;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.linking.LinkApproval;
import chat.paloma.core.engine.linking.LinkCode;
import chat.paloma.core.engine.linking.NewDevice;
import chat.paloma.core.engine.own.Recovery;
import chat.paloma.core.identity.AuthenticationProof;
import chat.paloma.core.identity.DeviceId;
import chat.paloma.core.identity.ListKey;
import chat.paloma.core.identity.RootKey;
import chat.paloma.core.wire.AccountRequests.RemoveAccount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a person does about the devices of their account. */
final class DeviceCommands {
    private final Device device;
    private final Connection connection;
    private final Replies replies;
    private final NewDevice newDevice;
    private OptionalLong recovering = OptionalLong.empty();
    private OptionalLong removing = OptionalLong.empty();

    DeviceCommands(Device device, Connection connection, Replies replies) {
        this.device = device;
        this.connection = connection;
        this.replies = replies;
        this.newDevice = new NewDevice(device);
    }

    /** Ends commands that are done without an answer to them. */
    void settle() {
        if (recovering.isPresent() && device.isRegistered() && !Recovery.isUnderWay(device)) {
            replies.done(recovering.getAsLong());
            recovering = OptionalLong.empty();
        }
        if (removing.isPresent() && connection.hasEnded()) {
            // The node cuts the device off before it could answer.
            done(removing.getAsLong());
            removing = OptionalLong.empty();
        }
    }

    /** What was refused because the connection ended may be done all the same: the command has ended by then. */
    private void done(long id) {
        if (replies.isOpen(id)) {
            replies.done(id);
        }
    }

    private void refused(long id, Problem problem) {
        if (replies.isOpen(id)) {
            replies.refused(id, problem);
        }
    }

    // Before there is an account

    private boolean isBlank(long id, String origin) {
        if (device.isRegistered()) {
            replies.refused(id, Problem.of(ProblemCode.ALREADY_REGISTERED));
            return false;
        }
        if (!AuthenticationProof.isOrigin(origin)) {
            replies.refused(id, ProblemCode.INVALID, "not the address of a server");
            return false;
        }
        return true;
    }

    void recover(long id, Command.Recover recover) {
        if (!isBlank(id, recover.origin())) {
            return;
        }
        Optional<RecoveryKey> key = RecoveryKey.parse(device.crypto(), recover.recoveryKey());
        if (key.isEmpty()) {
            replies.refused(id, ProblemCode.WRONG_RECOVERY_KEY, "something is mistyped");
            return;
        }
        new Recovery(device)
                .begin(
                        key.get(),
                        recover.origin(),
                        recover.handle(),
                        () -> {
                            recovering = OptionalLong.of(id);
                            connection.open();
                        },
                        problem -> replies.refused(id, problem));
        key.get().erase();
    }

    void beginLinking(long id, Command.BeginLinking begin) {
        if (!isBlank(id, begin.origin())) {
            return;
        }
        newDevice.begin(
                begin.origin(),
                code -> replies.done(id, new Outcome.Text(code)),
                problem -> replies.refused(id, problem),
                problem -> {
                    device.show(new EngineEvent.LinkingEnded(problem));
                    if (problem.isEmpty()) {
                        connection.open();
                    }
                });
    }

    // With an account

    void approveLinking(long id, Command.ApproveLinking approve) {
        Optional<LinkCode> code = LinkCode.parse(device.crypto(), approve.code());
        if (code.isEmpty()) {
            replies.refused(id, ProblemCode.WRONG_CODE, "something is mistyped");
            return;
        }
        replies.online(id, session -> {
            // What was read here so far is the history of the new device.
            session.archive().flush();
            new LinkApproval(device, session.account())
                    .approve(code.get(), () -> done(id), problem -> refused(id, problem));
        });
    }

    void revoke(long id, Command.RevokeDevice revoke) {
        if (revoke.device().equals(device.address().device())) {
            replies.refused(id, ProblemCode.INVALID, "this is this device: use another one, or end the account");
            return;
        }
        if (device.identity().record().find(revoke.device()).isEmpty()) {
            replies.refused(id, ProblemCode.NOT_FOUND, "the account has no such device");
            return;
        }
        if (revoke.recoveryKey().isEmpty()) {
            changeList(id, List.of(revoke.device()), Optional.empty());
        } else {
            rotate(id, List.of(revoke.device()), revoke.recoveryKey().get());
        }
    }

    void rotateListKey(long id, Command.RotateListKey rotate) {
        rotate(id, List.of(), rotate.recoveryKey());
    }

    private void rotate(long id, List<DeviceId> revoked, String typed) {
        Optional<RecoveryKey> key = RecoveryKey.parse(device.crypto(), typed);
        if (key.isEmpty()) {
            replies.refused(id, ProblemCode.WRONG_RECOVERY_KEY, "something is mistyped");
            return;
        }
        RootKey root = key.get().rootKey(device.crypto());
        key.get().erase();
        if (!root.account(device.crypto()).equals(device.account())) {
            root.erase();
            replies.refused(id, Problem.of(ProblemCode.WRONG_RECOVERY_KEY));
            return;
        }
        try {
            long next = device.identity().record().generation() + 1;
            ListKey list = root.newListKey(device.crypto(), next, device.random());
            changeList(id, revoked, Optional.of(list));
        } catch (CryptoException e) {
            throw new IllegalStateException("a fresh key is unusable", e);
        } finally {
            root.erase();
        }
    }

    private void changeList(long id, List<DeviceId> revoked, Optional<ListKey> rotated) {
        replies.online(
                id,
                session -> session.account().revoke(revoked, rotated, () -> done(id), problem -> refused(id, problem)));
    }

    void removeAccount(long id, Command.RemoveAccount remove) {
        if (remove.account().equals(device.account())) {
            removing = OptionalLong.of(id);
        }
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                new RemoveAccount(remove.account()),
                                answer -> done(id),
                                failure -> refused(id, Problem.of(failure))));
    }
}
