package chat.paloma.cli.client;

import chat.paloma.client.host.RefusedException;
import chat.paloma.client.transport.PlainText;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.RoomInfo;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.room.Standing;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.Listing;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What people call rooms, each other and messages: {@code #name} or a name, {@code @handle} or a handle, or the beginning
 * of an id. What could be several is refused, with what it could be.
 */
final class Names {
    private static final int SHORT = 8;
    private static final int SHORTEST_PREFIX = 4;
    private static final int MOST_SEARCHED = 20_000;

    private final Work work;

    Names(Work work) {
        this.work = work;
    }

    // How things are shown

    static String id(String hex) {
        return hex.substring(0, SHORT);
    }

    /** What a room is called here. */
    static String room(EngineView view, RoomId id) {
        Optional<RoomInfo> room = view.room(id);
        String name = room.map(RoomInfo::name).orElse("");
        if (!name.isEmpty()) {
            return "#" + PlainText.line(name);
        }
        return room.flatMap(RoomInfo::direct)
                .map(account -> "@" + view.name(account))
                .orElse(id(id.toString()));
    }

    // Rooms

    /** The room that somebody means. A conversation with somebody begins when it is first named, if that is allowed. */
    RoomId room(String text) throws Exception {
        work.requireAccount();
        List<RoomId> found = work.look(view -> rooms(view, text));
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            List<RoomId> several = found;
            throw Failure.refused("'" + text + "' could be "
                    + work.look(view -> several.stream()
                            .map(id -> room(view, id) + " (" + id(id.toString()) + ")")
                            .sorted()
                            .collect(Collectors.joining(", ")))
                    + ": use the beginning of the id");
        }
        if (text.startsWith("@")) {
            AccountId account = person(text);
            Optional<RoomId> direct = work.look(view -> direct(view, account));
            if (direct.isPresent()) {
                return direct.get();
            }
            work.requireOnline();
            return ((Outcome.Room) work.perform(new Command.OpenDirect(account))).room();
        }
        throw Failure.refused("there is no room '" + text + "' here: './paloma client rooms' lists them");
    }

    private static Optional<RoomId> direct(EngineView view, AccountId account) {
        return view.rooms().stream()
                .filter(id -> view.room(id)
                        .filter(room -> room.standing() != Standing.ENDED)
                        .flatMap(RoomInfo::direct)
                        .filter(account::equals)
                        .isPresent())
                .findFirst();
    }

    private static List<RoomId> rooms(EngineView view, String text) {
        String bare = text.startsWith("#") || text.startsWith("@") ? text.substring(1) : text;
        if (!text.startsWith("@")) {
            List<RoomId> named = matching(view, room -> room.name().equalsIgnoreCase(bare) && !bare.isEmpty());
            if (!named.isEmpty() || text.startsWith("#")) {
                return named;
            }
        }
        List<RoomId> direct = matching(
                view,
                room -> room.name().isEmpty()
                        && room.direct()
                                .filter(other -> view.name(other).equals(bare))
                                .isPresent());
        if (!direct.isEmpty() || text.startsWith("@") || !isPrefix(text)) {
            return direct;
        }
        return view.rooms().stream()
                .filter(id -> id.toString().startsWith(text.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Rooms that go on; where there is none, those that have ended. */
    private static List<RoomId> matching(EngineView view, Predicate<RoomInfo> wanted) {
        List<RoomInfo> found = view.rooms().stream()
                .flatMap(id -> view.room(id).stream())
                .filter(wanted)
                .toList();
        List<RoomInfo> live =
                found.stream().filter(room -> room.standing() != Standing.ENDED).toList();
        return (live.isEmpty() ? found : live).stream().map(RoomInfo::id).toList();
    }

    private static boolean isPrefix(String text) {
        return text.length() >= SHORTEST_PREFIX && text.matches("[0-9a-fA-F]+");
    }

    // People

    /** Whom somebody means: by handle, or by the beginning of an account's id. */
    AccountId person(String text) throws RefusedException, TimeoutException, InterruptedException {
        work.requireAccount();
        String bare = text.startsWith("@") ? text.substring(1) : text;
        if (!text.startsWith("@") && bare.length() >= SHORT && isPrefix(bare)) {
            List<AccountId> found = work.look(view -> view.contacts().stream()
                    .map(row -> row.key())
                    .filter(account -> account.toString().startsWith(bare.toLowerCase(Locale.ROOT)))
                    .toList());
            if (found.size() == 1) {
                return found.getFirst();
            }
        }
        Handle handle;
        try {
            handle = new Handle(bare);
        } catch (IllegalArgumentException e) {
            throw Failure.refused("'" + text + "' is nobody's name: " + e.getMessage());
        }
        Optional<AccountId> own = work.look(view -> view.identity()
                .filter(identity -> identity.handle().equals(handle))
                .map(identity -> identity.account()));
        Optional<AccountId> known = own.or(() -> known(handle));
        if (known.isPresent()) {
            return known.get();
        }
        work.requireOnline();
        return ((Outcome.Account) work.perform(new Command.LookUp(handle))).account();
    }

    private Optional<AccountId> known(Handle handle) {
        try {
            return work.look(view -> view.find(handle));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    // Messages

    /** The message that somebody means: by the beginning of its id, or {@code last} for the newest one that it can be. */
    OperationId message(RoomId room, String text, Predicate<RoomItem> wanted) throws InterruptedException {
        boolean last = text.equals("last");
        if (!last && !isPrefix(text)) {
            throw Failure.usage(
                    "'" + text + "' is no message: give the beginning of its id as 'history' shows it, at least "
                            + SHORTEST_PREFIX + " characters, or 'last'");
        }
        List<RoomItem> found = work.look(view -> {
            List<RoomItem> items = items(view, room);
            return last
                    ? items.reversed().stream().filter(wanted).limit(1).toList()
                    : items.stream()
                            .filter(item -> item.id().toString().startsWith(text.toLowerCase(Locale.ROOT)))
                            .toList();
        });
        if (found.isEmpty()) {
            throw Failure.refused("there is no such message among the last " + MOST_SEARCHED + " of this room");
        }
        if (found.size() > 1) {
            throw Failure.refused("'" + text + "' could be " + found.size() + " messages: give more of the id");
        }
        return found.getFirst().id();
    }

    private static List<RoomItem> items(EngineView view, RoomId room) {
        List<RoomItem> items = new ArrayList<>();
        for (RoomItem item : view.conversation(room).newest(new Listing.Timeline(), MOST_SEARCHED)) {
            items.add(item);
            if (item.replies().isPresent()) {
                items.addAll(view.conversation(room).newest(new Listing.Replies(item.id()), MOST_SEARCHED));
            }
        }
        return items;
    }
}
