package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.model.Act.Perform;
import chat.paloma.cli.chat.model.Act.WithPerson;
import chat.paloma.cli.chat.scene.Entry;
import chat.paloma.cli.chat.scene.Entry.Post;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.NotificationLevel;
import chat.paloma.core.membership.Role;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.membership.WhoMayAdd;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs what was typed behind a slash. What can't be run stays in the composer, with a line that says why. */
final class SlashCommands {
    private static final int INVITE_DAYS = 7;

    private final ChatModel model;
    private final Posts posts;

    SlashCommands(ChatModel model, Posts posts) {
        this.model = model;
        this.posts = posts;
    }

    private List<Act> refused(String why) {
        model.say(why, Tone.WARN);
        return List.of();
    }

    List<Act> run(String text) {
        String[] parts = text.strip().split("\\s+", 2);
        Optional<Slash> slash = Slash.of(parts[0]);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        if (slash.isEmpty()) {
            return refused(
                    "There is no " + parts[0] + ": /help lists what there is. A message that begins with a slash: //");
        }
        if (rest.isEmpty() && slash.get().needsArguments()) {
            return refused(slash.get().word() + " " + slash.get().arguments() + ": "
                    + slash.get().meaning());
        }
        if (model.room().isEmpty() && isAboutRoom(slash.get())) {
            return refused("No room is open: /create NAME makes one, /dm WHO writes to somebody");
        }
        model.composer().take();
        List<Act> acts = isAboutRoom(slash.get())
                ? inRoom(slash.get(), rest, model.room().orElseThrow())
                : anywhere(slash.get(), rest);
        model.timeline().deselect();
        model.replies().deselect();
        return acts;
    }

    private static boolean isAboutRoom(Slash slash) {
        return switch (slash) {
            case HELP,
                    ROOMS,
                    UNREAD,
                    DM,
                    CREATE,
                    JOIN,
                    SEARCH,
                    INVITE,
                    REQUESTS,
                    BLOCK,
                    UNBLOCK,
                    NAME,
                    VERIFY,
                    DEVICES,
                    PRESENCE,
                    NOTICES,
                    QUIT -> false;
            default -> true;
        };
    }

    private static List<Act> perform(Command command, String done) {
        return List.of(new Perform(command, done));
    }

    private static List<Act> with(
            String who, Function<chat.paloma.core.identity.AccountId, Command> command, String done) {
        return List.of(new WithPerson(bare(who, "@"), command, done));
    }

    private static String bare(String text, String sign) {
        return text.startsWith(sign) ? text.substring(sign.length()) : text;
    }

    private List<Act> anywhere(Slash slash, String rest) {
        return switch (slash) {
            case HELP -> listed(Lists::help);
            case ROOMS -> listed(Lists::rooms);
            case REQUESTS -> listed(Lists::requests);
            case UNREAD -> listed(ChatModel::nextUnread);
            case NOTICES -> List.of(new Act.Show(Act.What.NOTICES, ""));
            case DEVICES -> List.of(new Act.Show(Act.What.DEVICES, ""));
            case DM -> with(rest, Command.OpenDirect::new, "");
            case CREATE ->
                perform(
                        new Command.CreateRoom(bare(rest, "#"), List.of(), WhoMayAdd.ADMINISTRATORS),
                        "Made #" + bare(rest, "#"));
            case JOIN -> perform(new Command.JoinByLink(rest), "");
            case SEARCH -> List.of(new Act.Search(rest, Optional.empty()));
            case INVITE -> perform(new Command.CreateInvite(false, INVITE_DAYS), "");
            case BLOCK -> with(rest, who -> new Command.Block(who, true), bare(rest, "@") + " is blocked");
            case UNBLOCK -> with(rest, who -> new Command.Block(who, false), bare(rest, "@") + " is no longer blocked");
            case NAME -> name(rest);
            case VERIFY -> List.of(new Act.Show(Act.What.SAFETY_NUMBER, bare(rest, "@")));
            case PRESENCE -> presence(rest);
            case QUIT -> List.of(new Act.Quit());
            default -> throw new IllegalStateException(slash.word());
        };
    }

    private List<Act> listed(java.util.function.Consumer<ChatModel> list) {
        list.accept(model);
        return List.of();
    }

    private List<Act> name(String rest) {
        String[] parts = rest.split("\\s+", 2);
        String name = parts.length > 1 ? parts[1] : "";
        return with(parts[0], who -> new Command.NameContact(who, name), "Noted");
    }

    private List<Act> presence(String rest) {
        if (!rest.equals("on") && !rest.equals("off")) {
            return refused("/presence on or /presence off");
        }
        return perform(
                new Command.ShowPresence(rest.equals("on")),
                rest.equals("on") ? "Others see when you are online" : "Others do not see whether you are online");
    }

    private List<Act> inRoom(Slash slash, String rest, RoomId room) {
        return switch (slash) {
            case FIND -> List.of(new Act.Search(rest, Optional.of(room)));
            case REPLY, THREAD, EDIT, DELETE, REACT, PIN, VOTE, CLOSE, RETRY -> aboutPost(slash, rest, room);
            case PINS -> List.of(new Act.Show(Act.What.PINS, ""));
            case POLL -> poll(rest, room);
            case PEOPLE -> listed(Lists::people);
            case ADD -> with(rest, who -> new Command.AddMember(room, who), bare(rest, "@") + " is added");
            case REMOVE -> with(rest, who -> new Command.RemoveMember(room, who), bare(rest, "@") + " is taken out");
            case ROLE -> role(rest, room);
            case TOPIC -> perform(new Command.SetTopic(room, rest), "");
            case RENAME -> perform(new Command.SetName(room, bare(rest, "#")), "");
            case LINK -> perform(new Command.CreateLink(room), "");
            case LEAVE -> leave(room);
            case MUTE ->
                perform(new Command.SetNotifications(room, NotificationLevel.NONE), "You are told of nothing here");
            case UNMUTE ->
                perform(new Command.SetNotifications(room, NotificationLevel.ALL), "You are told of everything here");
            case REPAIR -> repair(room);
            default -> throw new IllegalStateException(slash.word());
        };
    }

    private List<Act> aboutPost(Slash slash, String rest, RoomId room) {
        Predicate<Post> possible = switch (slash) {
            case EDIT -> Posts::isOwnMessage;
            case DELETE -> post -> post.own() && Posts.isThere(post);
            case VOTE, CLOSE -> post -> post.kind() == Entry.Kind.POLL;
            case RETRY -> Posts.isFailed();
            default -> Posts::isThere;
        };
        Optional<Post> meant = posts.meant(possible);
        if (meant.isEmpty()) {
            return refused("There is no message here that this could be about");
        }
        Post post = meant.get();
        return switch (slash) {
            case REPLY ->
                rest.isEmpty()
                        ? posts.reply(post)
                        : List.of(new Act.Write(room, rest, Optional.of(post.id()), model.thread()));
            case THREAD ->
                rest.isEmpty()
                        ? posts.thread(post)
                        : List.of(new Act.Write(
                                room, rest, Optional.empty(), model.thread().or(() -> Optional.of(post.id()))));
            case EDIT -> rest.isEmpty() ? posts.edit(post) : List.of(new Act.Rewrite(room, post.id(), rest));
            case DELETE -> posts.delete(post);
            case REACT -> List.of(posts.reaction(post, Emoji.of(rest)));
            case PIN -> posts.pin(post);
            case VOTE -> vote(post, rest);
            case CLOSE -> posts.close(post);
            case RETRY -> posts.retry(post);
            default -> throw new IllegalStateException(slash.word());
        };
    }

    private List<Act> vote(Post post, String rest) {
        try {
            return posts.vote(
                    post,
                    Arrays.stream(rest.split("[\\s,]+")).map(Integer::valueOf).toList());
        } catch (NumberFormatException e) {
            return refused("/vote takes the numbers of options, such as /vote 2");
        }
    }

    private List<Act> poll(String rest, RoomId room) {
        List<String> parts = Arrays.stream(rest.split("\\|"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        if (parts.size() < 3) {
            return refused("/poll QUESTION | OPTION | OPTION: a question and two options or more, between bars");
        }
        return perform(new Command.CreatePoll(room, parts.getFirst(), parts.subList(1, parts.size()), false), "");
    }

    private List<Act> role(String rest, RoomId room) {
        String[] parts = rest.split("\\s+", -1);
        Optional<Role> role = Arrays.stream(Role.values())
                .filter(each -> parts.length == 2 && each.name().equals(parts[1].toUpperCase(Locale.ROOT)))
                .findFirst();
        if (role.isEmpty()) {
            return refused("/role WHO member, administrator or owner");
        }
        return with(parts[0], who -> new Command.SetRole(room, who, role.get()), "Changed");
    }

    private List<Act> leave(RoomId room) {
        Act act = new Perform(new Command.Leave(room), "Left");
        model.choose(new Chooser(
                "Leave this room?",
                "Enter · Esc stays",
                List.of(
                        Chooser.Item.of("Leave", "you no longer read what is written here", act),
                        Chooser.Item.text("Stay", ""))));
        return List.of();
    }

    private List<Act> repair(RoomId room) {
        boolean stuck = model.scene().open().filter(open -> open.row().stuck()).isPresent();
        return perform(
                stuck ? new Command.RepairRoom(room) : new Command.RetryUnreadable(room),
                stuck ? "The room is entered again" : "Authors are asked again for what can't be read");
    }
}
