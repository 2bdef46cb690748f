package chat.paloma.core.engine.personal;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.engine.account.Contact;
import chat.paloma.core.engine.account.Contacts;
import chat.paloma.core.engine.state.Table.Row;
import chat.paloma.core.identity.AccountId;
import java.util.Optional;

/** Keeps what the person thinks of people the same on all devices of the account. */
public final class Opinions {
    private static final String KIND = "contact";

    private final Personal personal;
    private final Contacts contacts;

    public Opinions(Personal personal, Contacts contacts) {
        this.personal = personal;
        this.contacts = contacts;
    }

    private Optional<Opinion> of(AccountId account) {
        return personal.get(Personal.key(KIND, account.bytes())).flatMap(Opinion::parse);
    }

    /** The name that the person gave somebody; empty for none. */
    public String name(AccountId account) {
        return of(account).map(Opinion::name).orElse("");
    }

    /** Gives somebody a name, or takes it away. */
    public void setName(AccountId account, String name) {
        if (ByteString.utf8(name).length() > Opinion.MAX_NAME) {
            throw new IllegalArgumentException("a name of at most " + Opinion.MAX_NAME + " bytes");
        }
        Opinion before = of(account)
                .or(() -> contacts.find(account).map(contact -> Opinion.of(contact, "")))
                .orElse(Opinion.NONE);
        put(account, before.withName(name));
    }

    /** Something about a contact was decided here. */
    public void decided(AccountId account) {
        contacts.find(account).ifPresent(contact -> put(account, Opinion.of(contact, name(account))));
    }

    private void put(AccountId account, Opinion opinion) {
        personal.set(Personal.key(KIND, account.bytes()), Optional.of(ByteString.adopt(opinion.encoded())));
    }

    /** Takes in what was decided on other devices, for those who are known here. */
    public void hear() {
        for (Row<AccountId, Contact> row : contacts.all()) {
            of(row.key()).ifPresent(opinion -> contacts.change(row.key(), opinion::applyTo));
        }
    }
}
