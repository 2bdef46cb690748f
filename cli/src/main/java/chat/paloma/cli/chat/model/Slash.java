package chat.paloma.cli.chat.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be typed behind a slash. */
public enum Slash {
    HELP("", "this list"),
    ROOMS("", "go to a room (Ctrl-K)"),
    UNREAD("", "go to the next room with something new (Alt-A)"),
    DM("WHO", "write to somebody; somebody new is asked first"),
    CREATE("NAME", "make a room"),
    JOIN("LINK", "join a room with a link"),
    SEARCH("WORDS", "find messages everywhere (Ctrl-F)"),
    FIND("WORDS", "find messages in this room"),
    REPLY("[TEXT]", "answer a message"),
    THREAD("[TEXT]", "open the thread of a message, or answer in it"),
    EDIT("[TEXT]", "change a message of yours (up arrow: the last)"),
    DELETE("", "delete a message of yours, for everybody"),
    REACT("EMOJI", "react, or take it back; also +1, heart, tada and others"),
    PIN("", "pin a message for everybody, or unpin it"),
    PINS("", "what is pinned here"),
    POLL("QUESTION | OPTION | OPTION", "ask"),
    VOTE("NUMBER...", "vote in the newest poll"),
    CLOSE("", "end the newest poll of yours"),
    RETRY("", "send again what could not be sent"),
    PEOPLE("", "who is in this room"),
    ADD("WHO", "add somebody to this room"),
    REMOVE("WHO", "take somebody out of this room"),
    ROLE("WHO ROLE", "make somebody a member, administrator or owner"),
    TOPIC("TEXT", "say what this room is about"),
    RENAME("NAME", "call this room something else"),
    LINK("", "a link to join this room"),
    INVITE("", "a link to register at the server, for its administrators"),
    LEAVE("", "leave this room"),
    MUTE("", "be told of nothing here"),
    UNMUTE("", "be told of everything here again"),
    REPAIR("", "go on with a room that is stuck; ask again for what can't be read"),
    REQUESTS("", "who asks to write to you"),
    BLOCK("WHO", "show nothing more of somebody"),
    UNBLOCK("WHO", "block them no longer"),
    NAME("WHO NAME", "call somebody by a name that only you see"),
    VERIFY("WHO [NUMBER]", "show the safety number, or compare it"),
    DEVICES("", "the devices of your account"),
    PRESENCE("on|off", "show others whether you are online"),
    NOTICES("", "what was said about connection and trust"),
    QUIT("", "leave (Ctrl-C)");

    private final String arguments;
    private final String meaning;

    Slash(String arguments, String meaning) {
        this.arguments = arguments;
        this.meaning = meaning;
    }

    /** With the slash. */
    public String word() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    public String arguments() {
        return arguments;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether it makes no sense without arguments. */
    boolean needsArguments() {
        return !arguments.isEmpty() && !arguments.startsWith("[");
    }

    static Optional<Slash> of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
