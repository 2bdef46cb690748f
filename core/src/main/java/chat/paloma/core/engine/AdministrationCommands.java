package chat.paloma.core.engine;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.wire.AccountRequests.CreateInvite;
import chat.paloma.core.wire.AccountRequests.CreateReset;
import chat.paloma.core.wire.AccountRequests.ListAccounts;
import chat.paloma.core.wire.AccountRequests.SetAdministrator;
import chat.paloma.core.wire.AdministrationRequests.GetStatus;
import chat.paloma.core.wire.AdministrationRequests.ListInvites;
import chat.paloma.core.wire.AdministrationRequests.ListRoomSizes;
import chat.paloma.core.wire.AdministrationRequests.RevokeInvite;
import chat.paloma.core.wire.Request;
import java.util.function.Function;

/** What an administrator of the node asks of it. The node decides who is one. */
final class AdministrationCommands {
    private static final int DAY = 24 * 60 * 60;

    private final Replies replies;

    AdministrationCommands(Replies replies) {
        this.replies = replies;
    }

    void perform(long id, Command.Administration command) {
        switch (command) {
            case Command.CreateInvite invite -> createInvite(id, invite);
            case Command.CreateReset reset -> createReset(id, reset);
            case Command.ListInvites list ->
                ask(id, new ListInvites(), answer -> new Outcome.Invites(answer.invites()));
            case Command.RevokeInvite revoke -> ask(id, new RevokeInvite(revoke.id()), done -> new Outcome.Done());
            case Command.ListAccounts list ->
                ask(id, new ListAccounts(list.after()), answer -> new Outcome.Accounts(answer.accounts()));
            case Command.SetAdministrator set ->
                ask(id, new SetAdministrator(set.account(), set.administrator()), done -> new Outcome.Done());
            case Command.ListRoomSizes list ->
                ask(id, new ListRoomSizes(list.after()), answer -> new Outcome.RoomSizes(answer.rooms()));
            case Command.GetStatus get -> ask(id, new GetStatus(), answer -> new Outcome.Status(answer.figures()));
        }
    }

    private void createInvite(long id, Command.CreateInvite invite) {
        if (isGood(id, invite.days())) {
            ask(
                    id,
                    new CreateInvite(invite.administrator(), invite.days() * DAY),
                    answer -> new Outcome.Text(answer.link()));
        }
    }

    private void createReset(long id, Command.CreateReset reset) {
        if (isGood(id, reset.days())) {
            ask(id, new CreateReset(reset.account(), reset.days() * DAY), answer -> new Outcome.Text(answer.link()));
        }
    }

    private boolean isGood(long id, int days) {
        if (days >= 1 && days <= 30) {
            return true;
        }
        replies.refused(id, ProblemCode.INVALID, "a link is good for 1 to 30 days");
        return false;
    }

    private <A extends TlsEncodable> void ask(long id, Request<A> request, Function<A, Outcome> outcome) {
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                request,
                                answer -> replies.done(id, outcome.apply(answer)),
                                failure -> replies.refused(id, Problem.of(failure))));
    }
}
