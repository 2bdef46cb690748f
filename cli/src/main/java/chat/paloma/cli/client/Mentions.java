package chat.paloma.cli.client;

import chat.paloma.client.host.RefusedException;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Whom a text mentions: members of the room whose handle stands behind an @ that begins a word. */
final class Mentions {
    private static final Pattern MENTION = Pattern.compile("(?<![\\w@])@([\\w.-]+)");

    /** As many names are looked up for one text; of the others, those are mentioned that are known here. */
    private static final int MOST_LOOKED_UP = 16;

    private Mentions() {}

    /** The accounts, in their order. A name that is not known here yet is looked up, where the server is there. */
    static List<AccountId> of(Work work, RoomId room, String text) throws TimeoutException, InterruptedException {
        Set<Handle> handles = handles(text);
        int lookUps = 0;
        for (Handle handle : handles) {
            if (work.client().connection() == ConnectionState.ONLINE
                    && work.look(view -> view.find(handle)).isEmpty()
                    && ++lookUps <= MOST_LOOKED_UP) {
                lookUp(work, handle);
            }
        }
        return work.look(view -> view.room(room).flatMap(RoomInfo::roster).stream()
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

    private static void lookUp(Work work, Handle handle) throws TimeoutException, InterruptedException {
        try {
            work.perform(new Command.LookUp(handle));
        } catch (RefusedException e) {
            // Nobody is called so, or the server can't say: it is a word like others.
            return;
        }
    }
}
