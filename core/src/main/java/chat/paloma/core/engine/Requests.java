package chat.paloma.core.engine;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.room.RoomContext;
import chat.paloma.core.engine.room.RoomWishes;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.wire.KeyRequests.AnswerInvitation;
import chat.paloma.core.wire.KeyRequests.SendInvitation;

/** Asks people to be let in, and withdraws what was granted, from what is stored: a request may be lost on its way. */
final class Requests {
    private final RoomContext context;

    Requests(RoomContext context) {
        this.context = context;
    }

    /** Asks somebody. Their answer may come before the node says that it has asked them. */
    void ask(AccountId account) {
        context.contacts().change(account, Contact::whenAsked);
        context.link().ask(new SendInvitation(account, ByteString.EMPTY), done -> {}, failure -> {});
    }

    /** Asks all who are waited for, and withdraws from all who are blocked. The node does not repeat what it has done. */
    void repeat() {
        for (AccountId account : new RoomWishes(context.rooms()).awaited()) {
            boolean accepts =
                    context.contacts().find(account).filter(Contact::accepts).isPresent();
            if (!accepts && !context.rooms().sharesRoom(account)) {
                ask(account);
            }
        }
        for (Row<AccountId, Contact> row : context.contacts().all()) {
            if (row.value().blocked()) {
                withdraw(row.key());
            }
        }
    }

    /** Lets somebody claim no key packages any more. */
    void withdraw(AccountId account) {
        context.link().ask(new AnswerInvitation(account, false), done -> {}, failure -> {});
    }
}
