package chat.paloma.cli.client;

import chat.paloma.client.ClientListener;
import chat.paloma.client.Messenger;
import chat.paloma.client.store.ProfileStore;
import chat.paloma.client.transport.InviteLink;
import chat.paloma.client.transport.Trust;
import chat.paloma.core.identity.Handle;
import chat.paloma.jvm.JdkCrypto;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody with one device, and what it was shown. */
final class Person implements AutoCloseable {
    final Handle handle;
    final ProfileStore store;
    final HttpClient http;
    final List<ClientListener.Message> messages = new CopyOnWriteArrayList<>();
    final List<Handle> invitations = new CopyOnWriteArrayList<>();
    final List<String> notices = new CopyOnWriteArrayList<>();
    final ClientListener listener = new ClientListener() {
        @Override
        public void message(Message message) {
            messages.add(message);
        }

        @Override
        public void invited(Handle from) {
            invitations.add(from);
        }

        @Override
        public void notice(String line) {
            notices.add(line);
        }
    };

    private Person(String handle, Path profile) throws Exception {
        this.handle = new Handle(handle);
        this.store = ProfileStore.open(profile, new JdkCrypto());
        this.http = Trust.client(Optional.empty());
    }

    static Person register(String handle, Path profile, String link) throws Exception {
        Person person = new Person(handle, profile);
        InviteLink invite = InviteLink.parse(link);
        Messenger.register(
                person.store, person.http, invite.server().orElseThrow(), Optional.of(invite.token()), person.handle);
        person.connect().close();
        return person;
    }

    /** Somebody with a profile that is there already. */
    static Person reopen(String handle, Path profile) throws Exception {
        return new Person(handle, profile);
    }

    Messenger connect() throws Exception {
        return Messenger.connect(store, http, listener);
    }

    List<String> texts() {
        return messages.stream().map(ClientListener.Message::text).toList();
    }

    @Override
    public void close() {
        store.close();
        http.shutdownNow();
    }
}
