package chat.paloma.sim.node;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.identity.DeviceCredential;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.mls.CipherSuiteId;
import chat.paloma.core.mls.MlsException;
import chat.paloma.core.mls.framing.MlsMessage;
import chat.paloma.core.mls.keypackage.KeyPackage;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.AnswerRecord;
import chat.paloma.core.wire.InboxRecords.InvitationRecord;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.Claim;
import chat.paloma.core.wire.KeyRequests.Claimed;
import chat.paloma.core.wire.KeyRequests.OfDevice;
import chat.paloma.core.wire.KeyRequests.Publish;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.core.wire.KeyRequests.Stock;
import chat.paloma.sim.node.NodeState.Invitation;
import chat.paloma.sim.node.NodeState.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Key packages, and the invitations under which they are handed out. */
final class KeyPart {
    static final int MAX_STOCK = 200;
    static final int LOW_STOCK = 10;

    private static final long REPEAT = Duration.ofDays(1).toMillis();
    private static final long PAUSE = Duration.ofDays(30).toMillis();

    private final NodeContext context;
    private final BiConsumer<DeviceAddress, Integer> low;

    /**
     * @param low told which device has few key packages left
     */
    KeyPart(NodeContext context, BiConsumer<DeviceAddress, Integer> low) {
        this.context = context;
        this.low = low;
    }

    Stock publish(DeviceAddress caller, Publish request) {
        DeviceRow row = context.state().device(caller);
        request.keyPackages().forEach(each -> check(caller, each, false));
        request.lastResort().ifPresent(each -> check(caller, each, true));
        List<ByteString> added = request.keyPackages().stream()
                .filter(each -> !row.keyPackages.contains(each))
                .toList();
        if (row.keyPackages.size() + added.size() > MAX_STOCK) {
            throw new Refused(FailureCode.STOCK_FULL, "at most " + MAX_STOCK);
        }
        row.keyPackages.addAll(added);
        if (request.lastResort().isPresent()) {
            row.lastResort = request.lastResort();
        }
        return new Stock(row.keyPackages.size());
    }

    private void check(DeviceAddress caller, ByteString bytes, boolean lastResort) {
        try {
            if (!(MlsMessage.parse(bytes.toByteArray()) instanceof MlsMessage.OfKeyPackage(KeyPackage keyPackage))
                    || keyPackage.isLastResort() != lastResort
                    || !keyPackage.content().cipherSuite().equals(CipherSuiteId.of(context.suite))) {
                throw new Refused(FailureCode.KEY_PACKAGE_INVALID, "not what it is said to be");
            }
            DeviceCredential credential =
                    DeviceCredential.of(keyPackage.leafNode().credential());
            if (!credential.device().equals(caller)) {
                throw new Refused(FailureCode.KEY_PACKAGE_INVALID, "it is another device's");
            }
            context.requireCertified(credential, keyPackage.leafNode());
        } catch (MlsException | DecodeException e) {
            throw new Refused(FailureCode.KEY_PACKAGE_INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** Hands out one key package of each device of an account: of the caller's own account those of the others. */
    Claimed claim(DeviceAddress caller, Claim request) {
        AccountId account = request.account();
        if (!account.equals(caller.account()) && !sharesRoom(caller, request) && !hasAccepted(account, caller)) {
            throw new Refused(FailureCode.CLAIM_NOT_PERMITTED);
        }
        List<OfDevice> out = new ArrayList<>();
        for (DeviceAddress device : context.state().listed(account)) {
            if (!device.equals(caller)) {
                take(device).ifPresent(keyPackage -> out.add(new OfDevice(device.device(), keyPackage)));
            }
        }
        if (out.isEmpty()) {
            throw new Refused(FailureCode.NO_KEY_PACKAGE);
        }
        return new Claimed(out);
    }

    private boolean sharesRoom(DeviceAddress caller, Claim request) {
        return request.room()
                .flatMap(context.state()::room)
                .filter(room -> room.hasDevice(caller) && room.hasAccount(request.account()))
                .isPresent();
    }

    private boolean hasAccepted(AccountId account, DeviceAddress caller) {
        Invitation invitation = context.state().invitations.get(new Pair(caller.account(), account));
        return invitation != null && invitation.accepted();
    }

    private Optional<ByteString> take(DeviceAddress device) {
        DeviceRow row = context.state().device(device);
        ByteString taken =
                context.has(Flaw.HANDS_OUT_KEY_PACKAGES_TWICE) ? row.keyPackages.peek() : row.keyPackages.poll();
        if (row.keyPackages.size() < LOW_STOCK) {
            low.accept(device, row.keyPackages.size());
        }
        return taken == null ? row.lastResort : Optional.of(taken);
    }

    Done invite(DeviceAddress caller, SendInvitation request) {
        if (request.to().equals(caller.account())) {
            throw new Refused(FailureCode.MALFORMED_REQUEST, "an invitation to oneself");
        }
        List<DeviceAddress> devices = context.state().listed(request.to());
        if (devices.isEmpty()) {
            throw new Refused(FailureCode.NOT_FOUND, "no such account");
        }
        Pair pair = new Pair(caller.account(), request.to());
        Invitation before = context.state().invitations.get(pair);
        if (before != null && context.now() - before.sentAt() < (before.declined() ? PAUSE : REPEAT)) {
            return new Done();
        }
        boolean accepted = before != null && before.accepted();
        context.state().invitations.put(pair, new Invitation(context.now(), accepted, false));
        devices.forEach(device -> context.putInbox(
                device, RecordKind.INVITATION, new InvitationRecord(caller.account(), request.content())));
        return new Done();
    }

    Done answer(DeviceAddress caller, AnswerInvitation request) {
        Pair pair = new Pair(request.from(), caller.account());
        Invitation before = context.state().invitations.get(pair);
        if (before == null) {
            throw new Refused(FailureCode.NOT_FOUND, "no such invitation");
        }
        boolean known = request.accepted() ? before.accepted() : before.declined();
        if (!known) {
            context.state()
                    .invitations
                    .put(pair, new Invitation(before.sentAt(), request.accepted(), !request.accepted()));
            context.state()
                    .listed(request.from())
                    .forEach(device -> context.putInbox(
                            device,
                            RecordKind.INVITATION_ANSWERED,
                            new AnswerRecord(caller.account(), request.accepted())));
        }
        return new Done();
    }
}
