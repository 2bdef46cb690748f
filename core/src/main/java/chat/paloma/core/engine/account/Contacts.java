package chat.paloma.core.engine.account;

import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.HashAlgorithm;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.device.Device;
import chat.paloma.core.engine.state.Table;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.AccountRecord;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.identity.IdentityException;
import chat.paloma.core.wire.AccountRequests.Found;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The accounts that this device has seen, its own apart. The node can withhold what is new; it can't show an older record
 * than before, another one of the same version, or silently another account for a handle.
 */
public final class Contacts {
    private static final int CONTACTS = 2;
    private static final int HANDLES = 3;

    /** The name belongs to another account than before, which is kept as an offer. */
    public static final class IdentityChangedException extends Exception {
        private static final long serialVersionUID = 1L;

        IdentityChangedException() {
            super("another account than before", null, false, false);
        }
    }

    /** A handle as a key: its hash, because hosts keep keys in the clear. */
    private record HandleKey(ByteString hash) implements TlsEncodable {
        @Override
        public void encode(TlsWriter out) {
            out.writeBytes(hash.toByteArray());
        }

        static HandleKey decode(TlsReader in) throws DecodeException {
            return new HandleKey(ByteString.adopt(in.readBytes(HashAlgorithm.SHA_256.length())));
        }
    }

    private HandleKey key(Handle handle) {
        return new HandleKey(ByteString.adopt(
                device.crypto().hash(HashAlgorithm.SHA_256, handle.value().getBytes(StandardCharsets.UTF_8))));
    }

    private static final int MAX_REMEMBERED = 1024;

    private final Device device;
    /** Decoded, because records are long and asked for with every message. */
    private final Map<AccountId, Contact> decoded = new HashMap<>();

    private long revision;

    private final Table<AccountId, Contact> contacts;
    private final Table<HandleKey, HandlePin> handles;

    public Contacts(Device device) {
        this.device = device;
        this.contacts = new Table<>(device.state(), CONTACTS, AccountId::decode, Contact::decode);
        this.handles = new Table<>(device.state(), HANDLES, HandleKey::decode, HandlePin::decode);
    }

    public Optional<Contact> find(AccountId account) {
        Contact known = decoded.get(account);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Contact> stored = contacts.get(account);
        stored.ifPresent(contact -> remember(account, contact));
        return stored;
    }

    private void remember(AccountId account, Contact contact) {
        if (decoded.size() >= MAX_REMEMBERED) {
            decoded.clear();
        }
        decoded.put(account, contact);
    }

    private void put(AccountId account, Contact contact) {
        revision++;
        contacts.put(account, contact);
        remember(account, contact);
        device.show(new EngineEvent.ContactChanged(account));
    }

    /** The account that a handle stands for, when this device has seen it. */
    public Optional<AccountId> find(Handle handle) {
        return handles.get(key(handle)).map(HandlePin::account);
    }

    /** The account that the node shows for a handle instead of the one that it stands for. */
    public Optional<AccountId> offered(Handle handle) {
        return handles.get(key(handle)).flatMap(HandlePin::offered);
    }

    /** Lets a handle stand for the account that was offered for it. */
    public void acceptOffered(Handle handle) {
        offered(handle).ifPresent(account -> {
            find(handle).ifPresent(former -> device.show(new EngineEvent.ContactChanged(former)));
            handles.put(key(handle), new HandlePin(account, Optional.empty()));
            device.show(new EngineEvent.ContactChanged(account));
        });
    }

    /** The accounts that had a handle, as far as this device has seen, but the one that it stands for. */
    public List<AccountId> formerly(Handle handle) {
        Optional<AccountId> now = find(handle);
        return all().stream()
                .filter(row -> row.value().handle().equals(handle))
                .map(Table.Row::key)
                .filter(account -> !now.equals(Optional.of(account)))
                .toList();
    }

    public List<Table.Row<AccountId, Contact>> all() {
        return contacts.all();
    }

    /** The newest record that is known of an account, of the own one too. */
    public Optional<AccountRecord> record(AccountId account) {
        return account.equals(device.account())
                ? Optional.of(device.identity().record())
                : find(account).map(Contact::record);
    }

    /** Another number whenever something about somebody else has changed. */
    public long revision() {
        return revision;
    }

    /** The name of an account for a person who reads it: the handle, or the beginning of the id. */
    public String name(AccountId account) {
        if (account.equals(device.account())) {
            return device.identity().handle().value();
        }
        return find(account)
                .map(contact -> contact.handle().value())
                .orElse(account.toString().substring(0, 8));
    }

    /** Changes a contact that is known. */
    public void change(AccountId account, UnaryOperator<Contact> change) {
        find(account).ifPresent(contact -> {
            Contact after = change.apply(contact);
            if (!after.equals(contact)) {
                put(account, after);
            }
        });
    }

    /**
     * Takes in what the node shows of another account.
     *
     * @param expected the account, when it was asked for by its id
     * @throws IdentityException when it proves wrong, or is older than what is known
     */
    public Contact take(Found found, AccountId expected) throws IdentityException {
        Optional<Contact> known = find(expected);
        check(found.account(), expected, known.map(Contact::record));
        Contact contact = known.map(each -> each.withRecord(found.account()))
                .orElseGet(() -> Contact.of(found.handle(), found.account()));
        if (!known.equals(Optional.of(contact))) {
            put(expected, contact);
        }
        HandleKey key = key(contact.handle());
        if (!handles.contains(key)) {
            handles.put(key, new HandlePin(expected, Optional.empty()));
        }
        return contact;
    }

    /**
     * Takes in whom the node shows for a handle.
     *
     * @throws IdentityException when it proves wrong
     * @throws IdentityChangedException when the handle stood for another account before; the new one is kept as an offer
     */
    public AccountId takeNamed(Handle handle, Found found) throws IdentityException, IdentityChangedException {
        AccountId account = found.account().account();
        take(found, account);
        HandleKey key = key(handle);
        HandlePin pin = handles.get(key).orElseGet(() -> new HandlePin(account, Optional.empty()));
        if (!pin.account().equals(account)) {
            handles.put(key, new HandlePin(pin.account(), Optional.of(account)));
            device.show(new EngineEvent.ContactChanged(pin.account()));
            throw new IdentityChangedException();
        }
        handles.put(key, new HandlePin(account, Optional.empty()));
        return account;
    }

    /**
     * Checks a record of an account, against an earlier one if there is one.
     *
     * @throws IdentityException with the first thing that is wrong
     */
    public void check(AccountRecord record, AccountId expected, Optional<AccountRecord> known)
            throws IdentityException {
        record.verify(device.crypto());
        if (!record.account().equals(expected)) {
            throw new IdentityException(IdentityException.Reason.OTHER_ACCOUNT);
        }
        if (known.isEmpty() || known.get().equals(record)) {
            return;
        }
        if (!record.isNewerThan(known.get())) {
            throw new IdentityException(IdentityException.Reason.VERSION);
        }
        // A new list key is the root key's word, whatever it follows: an account may be recovered at a node that was
        // put
        // back to an older list than this one.
        if (record.generation() == known.get().generation()
                && record.version() == known.get().version() + 1) {
            record.checkFollows(device.crypto(), known.get());
        }
    }
}
