package chat.paloma.node.keys;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.lane.RecordKind;
import chat.paloma.core.wire.Done;
import chat.paloma.core.wire.Failure;
import chat.paloma.core.wire.FailureCode;
import chat.paloma.core.wire.InboxRecords.AnswerRecord;
import chat.paloma.core.wire.InboxRecords.InvitationRecord;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.SendInvitation;
import chat.paloma.node.account.Caller;
import chat.paloma.node.account.DeviceTable;
import chat.paloma.node.inbox.Inboxes;
import chat.paloma.node.store.Database;
import chat.paloma.node.store.Refusal;
import chat.paloma.node.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Invitations between accounts that share no room yet: whoever accepts one lets its sender claim key packages.
 *
 * <p>They are the one way to reach a stranger, so they are rare: {@link #MAX_UNANSWERED} at a time, one a day to the same
 * account, and one in {@link #PAUSE} to whoever declined.
 */
public final class Invitations {
    /** Invitations of a sender that wait for an answer. */
    public static final int MAX_UNANSWERED = 50;
    /** How long an invitation counts as waiting, and how long a declined one stays declined. */
    public static final Duration PAUSE = Duration.ofDays(30);

    private static final Duration REPEAT = Duration.ofDays(1);

    private final Database database;
    private final Inboxes inboxes;
    private final InstantSource clock;

    public Invitations(Database database, Inboxes inboxes, InstantSource clock) {
        this.database = database;
        this.inboxes = inboxes;
        this.clock = clock;
    }

    /**
     * Puts an invitation into the inboxes of an account's devices. Sent again too soon it changes nothing, so that a
     * device may repeat what it got no answer to. Blocks.
     *
     * @throws Refusal {@code NOT_FOUND} when nobody is there to read it, {@code RATE_LIMITED} when too many wait
     */
    public Done sendInvitation(Caller caller, SendInvitation request) {
        if (request.to().equals(caller.account())) {
            throw new Refusal(FailureCode.MALFORMED_REQUEST, "an invitation to oneself");
        }
        return Database.await(database.write(transaction -> {
            long now = clock.millis();
            List<DeviceTable.Listed> devices = DeviceTable.listed(transaction.handle(), request.to());
            if (devices.isEmpty()) {
                throw new Refusal(FailureCode.NOT_FOUND, "no such account");
            }
            Optional<InvitationTable.Row> before =
                    InvitationTable.find(transaction.handle(), caller.account(), request.to());
            if (before.filter(row -> isTooSoon(row, now)).isPresent()) {
                return new Done();
            }
            if (before.filter(InvitationTable.Row::accepted).isEmpty()) {
                requireFew(transaction, caller.account(), now);
            }
            InvitationTable.send(transaction.handle(), caller.account(), request.to(), now);
            deliver(
                    transaction,
                    devices,
                    RecordKind.INVITATION,
                    new InvitationRecord(caller.account(), request.content()));
            return new Done();
        }));
    }

    private static boolean isTooSoon(InvitationTable.Row row, long now) {
        Duration pause = row.declined() ? PAUSE : REPEAT;
        return now - row.sentAt() < pause.toMillis();
    }

    private static void requireFew(Transaction transaction, AccountId sender, long now) {
        if (InvitationTable.unanswered(transaction.handle(), sender, now - PAUSE.toMillis()) >= MAX_UNANSWERED) {
            throw new Refusal(Failure.after(
                    FailureCode.RATE_LIMITED,
                    (int) Duration.ofHours(1).toMillis(),
                    MAX_UNANSWERED + " invitations wait for an answer"));
        }
    }

    /**
     * Accepts or declines, or takes back what was accepted. The sender's devices are told, once for each change. Blocks.
     *
     * @throws Refusal {@code NOT_FOUND} when there was no invitation
     */
    public Done answerInvitation(Caller caller, AnswerInvitation request) {
        return Database.await(database.write(transaction -> {
            InvitationTable.Row before = InvitationTable.find(transaction.handle(), request.from(), caller.account())
                    .orElseThrow(() -> new Refusal(FailureCode.NOT_FOUND, "no such invitation"));
            boolean known = request.accepted() ? before.accepted() : before.declined();
            if (!known) {
                InvitationTable.answer(
                        transaction.handle(), request.from(), caller.account(), request.accepted(), clock.millis());
                deliver(
                        transaction,
                        DeviceTable.listed(transaction.handle(), request.from()),
                        RecordKind.INVITATION_ANSWERED,
                        new AnswerRecord(caller.account(), request.accepted()));
            }
            return new Done();
        }));
    }

    private void deliver(
            Transaction transaction, List<DeviceTable.Listed> devices, RecordKind kind, TlsEncodable content) {
        devices.forEach(device -> inboxes.put(transaction, device.address(), kind, content));
    }
}
