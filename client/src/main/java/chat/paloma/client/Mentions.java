package chat.paloma.client;

import chat.paloma.client.host.RefusedException;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Whom a text mentions: members of the room whose handle stands behind an @ that begins a word. */
public final class Mentions {
    private static final Pattern MENTION = Pattern.compile("(?<![\\w@])@([\\w.-]+)");

    /** As many names are looked up for one text; of the others, those are mentioned that are known here. */
    private static final int MOST_LOOKED_UP = 16;

    private Mentions() {}

    /**
     * The accounts, in their order. A name that is not known here yet is looked up, where the server is there.
     *
     * @param patience how long to wait for each
     * @throws TimeoutException when the server says nothing in time
     */
    public static List<AccountId> of(Client client, RoomId room, String text, Duration patience)
            throws TimeoutException, InterruptedException {
        Set<Handle> handles = handles(text);
        int lookUps = 0;
        for (Handle handle : handles) {
            if (client.connection() == ConnectionState.ONLINE
                    && client.look(view -> view.find(handle)).isEmpty()
                    && ++lookUps <= MOST_LOOKED_UP) {
                lookUp(client, handle, patience);
            }
        }
        return client.look(view -> view.room(room).flatMap(RoomInfo::roster).stream()
                .flatMap(roster -> roster.accounts().keySet().stream())
                .filter(account ->
                        handles.stream().anyMatch(handle -> handle.value().equals(view.name(account))))
                .sorted()
                .toList());
    }

    private static Set<Handle> handles(String text) {
        Set<Handle> handles = new LinkedHashSet<>();
        MENTION.matcher(text).results().forEach(found -> {
            String name = found.group(1);
            // The punctuation of a sentence may stand behind a name, or be a part of it.
            for (String each : List.of(name, name.replaceAll("[.-]+$", ""))) {
                if (Handle.isHandle(each)) {
                    handles.add(new Handle(each));
                }
            }
        });
        return handles;
    }

    private static void lookUp(Client client, Handle handle, Duration patience)
            throws TimeoutException, InterruptedException {
        try {
            client.perform(new Command.LookUp(handle), patience);
        } catch (RefusedException e) {
            // Nobody is called so, or the server can't say: it is a word like others.
            return;
        }
    }
}
