package chat.paloma.core.engine;

import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.personal.Opinions;
import chat.paloma.core.engine.room.Rooms;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import java.util.Optional;

/** What a person does about other people. */
final class PeopleCommands {
    private final Rooms rooms;
    private final Contacts contacts;
    private final Opinions opinions;
    private final Connection connection;
    private final Replies replies;

    PeopleCommands(Rooms rooms, Contacts contacts, Opinions opinions, Connection connection, Replies replies) {
        this.rooms = rooms;
        this.contacts = contacts;
        this.opinions = opinions;
        this.connection = connection;
        this.replies = replies;
    }

    void lookUp(long id, Command.LookUp lookUp) {
        Optional<AccountId> known = contacts.find(lookUp.handle());
        if (connection.session().isEmpty() && known.isPresent()) {
            replies.done(id, new Outcome.Account(known.get()));
            return;
        }
        replies.online(
                id,
                session -> session.context()
                        .directory()
                        .lookUp(
                                lookUp.handle(),
                                account -> replies.done(id, new Outcome.Account(account)),
                                problem -> replies.refused(
                                        id,
                                        problem.code() == ProblemCode.NOT_FOUND
                                                ? new Problem(
                                                        ProblemCode.NOT_FOUND,
                                                        "nobody is called '" + lookUp.handle() + "'")
                                                : problem)));
    }

    void acceptIdentity(long id, Command.AcceptIdentity accept) {
        if (contacts.offered(accept.handle()).isPresent()) {
            letStand(id, accept.handle());
            return;
        }
        // It may have changed since this device asked last.
        replies.online(
                id,
                session -> session.context()
                        .directory()
                        .lookUp(
                                accept.handle(),
                                account ->
                                        replies.refused(id, ProblemCode.NOT_FOUND, "this name has not changed"),
                                problem -> {
                                    if (problem.code() == ProblemCode.IDENTITY_CHANGED) {
                                        letStand(id, accept.handle());
                                    } else {
                                        replies.refused(id, problem);
                                    }
                                }));
    }

    private void letStand(long id, Handle handle) {
        contacts.acceptOffered(handle);
        contacts.formerly(handle).forEach(former -> rooms.identityChanged(former, handle.value()));
        replies.done(id);
    }

    /** The answer is kept when the node has it. */
    void answer(long id, Command.AnswerRequest answer) {
        if (contacts.find(answer.account()).isEmpty()) {
            replies.refused(id, Problem.of(ProblemCode.NOT_FOUND));
            return;
        }
        replies.online(
                id,
                session -> session.link()
                        .ask(
                                new AnswerInvitation(answer.account(), answer.accept()),
                                done -> {
                                    contacts.change(answer.account(), contact -> contact.whenAccepted(answer.accept()));
                                    opinions.decided(answer.account());
                                    replies.done(id);
                                },
                                failure -> replies.refused(id, Problem.of(failure))));
    }

    void block(long id, Command.Block block) {
        Optional<Contact> contact = contacts.find(block.account());
        if (contact.isEmpty()) {
            replies.refused(id, Problem.of(ProblemCode.NOT_FOUND));
            return;
        }
        boolean withdraw = block.blocked() && contact.get().accepted();
        contacts.change(block.account(), each -> each.whenBlocked(block.blocked()));
        opinions.decided(block.account());
        if (withdraw) {
            connection.session().ifPresent(session -> new Requests(session.context()).withdraw(block.account()));
        }
        replies.done(id);
    }

    void verify(long id, Command.Verify verify) {
        if (contacts.find(verify.account()).isEmpty()) {
            replies.refused(id, Problem.of(ProblemCode.NOT_FOUND));
            return;
        }
        contacts.change(verify.account(), contact -> contact.whenVerified(verify.verified()));
        opinions.decided(verify.account());
        replies.done(id);
    }

    void name(long id, Command.NameContact name) {
        opinions.setName(name.account(), name.name());
        replies.done(id);
    }
}
