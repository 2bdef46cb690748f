package chat.paloma.cli.client;

import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.EngineView.DeliveryState;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomItem;
import chat.paloma.core.room.operation.OperationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that write something in a room. It is kept until it can be sent. */
@SuppressWarnings("NullAway.Init") // picocli fills in the fields before anything else happens.
final class WritingCommands {
    private static final String MESSAGE =
            "The beginning of a message's id as 'history' shows it, or 'last' for the newest that it can be.";
    private static final int MAX_INPUT = 1 << 20;

    private WritingCommands() {}

    /** A command that writes in a room. */
    abstract static class Writing extends ClientTask {
        @Parameters(index = "0", paramLabel = "ROOM", description = RoomCommands.ROOM)
        private String room;

        @Option(
                names = "--require-sent",
                description = "End with code 3 when it is not on the server in time. It is kept all the same.")
        private boolean requireSent;

        // The fields without a value are filled in by picocli before anything else happens.
        @SuppressWarnings("NullAway.Init")
        Writing() {}

        /** What is written, in this room. */
        abstract Command write(Work work, RoomId to) throws Exception;

        /** The message that it is about; without one, what was written. */
        OperationId shown(Command command, OperationId written) {
            return switch (command) {
                case Command.EditMessage edit -> edit.message();
                case Command.DeleteMessage delete -> delete.message();
                case Command.React react -> react.message();
                case Command.Pin pin -> pin.message();
                case Command.Vote vote -> vote.poll();
                case Command.ClosePoll close -> close.poll();
                default -> written;
            };
        }

        @Override
        final void run(Work work) throws Exception {
            boolean online = work.tryOnline();
            RoomId to = work.names().room(room);
            Command command = write(work, to);
            if (!(work.perform(command) instanceof Outcome.Operation operation)) {
                work.output().done("there was nothing to change");
                return;
            }
            OperationId written = new OperationId(operation.entry().bytes());
            if (online) {
                work.await(view -> view.delivery(to, written) != DeliveryState.QUEUED || !isOnTheWay(view, to));
            }
            show(work, to, shown(command, written), written);
        }

        /** Whether waiting for it to be sent makes sense. */
        private static boolean isOnTheWay(EngineView view, RoomId to) {
            return view.isOnline()
                    && view.room(to).filter(info -> info.obstacle().isEmpty()).isPresent();
        }

        private void show(Work work, RoomId to, OperationId item, OperationId written) throws Exception {
            DeliveryState state = work.look(view -> view.delivery(to, written));
            String name = work.look(view -> Names.room(view, to));
            if (state == DeliveryState.FAILED) {
                throw Failure.refused("not sent: "
                        + work.look(view -> view.failure(to, written)).orElse("the server refused it"));
            }
            boolean queued = state == DeliveryState.QUEUED;
            Optional<RoomItem> shown = work.look(view -> view.conversation(to).item(item));
            JsonLine line = shown.isPresent()
                    ? work.look(view -> Describe.json(view, to, shown.get()))
                    : JsonLine.of(JsonType.MESSAGE)
                            .put(JsonField.ROOM, to.toString())
                            .put(JsonField.ID, item.toString());
            line.put(JsonField.DELIVERY, Describe.lower(state));
            String why = work.look(view -> view.room(to).flatMap(EngineView.RoomInfo::obstacle))
                    .map(problem -> " (" + problem + ")")
                    .orElse("");
            work.output()
                    .result(
                            (queued ? "queued for " : "sent to ") + name + "  " + Names.id(item.toString())
                                    + (queued ? why + ": it is sent when this profile is connected and can" : ""),
                            line);
            if (queued && requireSent) {
                throw new Failure(ExitCode.NO_CONNECTION, "not on the server yet; it is kept");
            }
        }
    }

    /** The text of a message; {@code -} stands for what comes on standard input. */
    private static String text(String argument) throws IOException {
        String text = argument.equals("-")
                ? new String(System.in.readNBytes(MAX_INPUT), StandardCharsets.UTF_8).stripTrailing()
                : argument;
        if (text.isBlank()) {
            throw Failure.usage("there is nothing to send");
        }
        return text;
    }

    private static Predicate<RoomItem> own(Work work) throws InterruptedException {
        var account = work.look(EngineView::identity).orElseThrow().account();
        return item -> item.device().account().equals(account) && isMessage(item);
    }

    private static boolean isMessage(RoomItem item) {
        return item.body() instanceof RoomItem.Body.Message;
    }

    private static boolean isPoll(RoomItem item) {
        return item.body() instanceof RoomItem.Body.Poll;
    }

    private static boolean isThere(RoomItem item) {
        return isMessage(item) || isPoll(item);
    }

    @CommandLine.Command(
            name = "send",
            description = {
                "Send a message, and return once the server has it on its disk.",
                "@handle writes to somebody; somebody new is asked first, and gets it once they accept.",
                ""
            })
    static final class Send extends Writing {
        @Parameters(
                index = "1",
                paramLabel = "TEXT",
                description = "What to send, in Markdown; - reads standard input.")
        private String text;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            String message = text(text);
            return new Command.SendMessage(
                    to, message, Optional.empty(), Optional.empty(), work.mentions(to, message), List.of());
        }
    }

    @CommandLine.Command(name = "reply", description = "Answer a message.")
    static final class Reply extends Writing {
        @Parameters(index = "1", paramLabel = "MESSAGE", description = MESSAGE)
        private String message;

        @Parameters(
                index = "2",
                paramLabel = "TEXT",
                description = "What to send, in Markdown; - reads standard input.")
        private String text;

        @Option(names = "--thread", description = "Below it, not in the room itself.")
        private boolean thread;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            String answer = text(text);
            OperationId target = work.names().message(to, message, WritingCommands::isThere);
            Optional<OperationId> under =
                    work.look(view -> view.conversation(to).item(target)).flatMap(RoomItem::thread);
            return new Command.SendMessage(
                    to,
                    answer,
                    thread && under.isEmpty() ? Optional.empty() : Optional.of(target),
                    under.or(() -> thread ? Optional.of(target) : Optional.empty()),
                    work.mentions(to, answer),
                    List.of());
        }
    }

    @CommandLine.Command(name = "edit", description = "Change a message of yours.")
    static final class Edit extends Writing {
        @Parameters(index = "1", paramLabel = "MESSAGE", description = MESSAGE)
        private String message;

        @Parameters(index = "2", paramLabel = "TEXT", description = "What it says from now on; - reads standard input.")
        private String text;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            String edited = text(text);
            return new Command.EditMessage(
                    to, work.names().message(to, message, own(work)), edited, work.mentions(to, edited));
        }
    }

    @CommandLine.Command(name = "delete", description = "Delete a message or a poll of yours, for everybody.")
    static final class Delete extends Writing {
        @Parameters(index = "1", paramLabel = "MESSAGE", description = MESSAGE)
        private String message;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            return new Command.DeleteMessage(to, work.names().message(to, message, own(work)));
        }
    }

    @CommandLine.Command(name = "react", description = "React to a message with an emoji.")
    static final class React extends Writing {
        @Parameters(index = "1", paramLabel = "MESSAGE", description = MESSAGE)
        private String message;

        @Parameters(index = "2", paramLabel = "EMOJI", description = "The emoji.")
        private String emoji;

        @Option(names = "--off", description = "Take the reaction back.")
        private boolean off;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            return new Command.React(to, work.names().message(to, message, WritingCommands::isThere), emoji, !off);
        }
    }

    @CommandLine.Command(name = "pin", description = "Pin a message for everybody.")
    static final class Pin extends Writing {
        @Parameters(index = "1", paramLabel = "MESSAGE", description = MESSAGE)
        private String message;

        @Option(names = "--off", description = "Unpin it.")
        private boolean off;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            return new Command.Pin(to, work.names().message(to, message, WritingCommands::isThere), !off);
        }
    }

    @CommandLine.Command(name = "poll", description = "Ask a question with options to choose from.")
    static final class Poll extends Writing {
        @Parameters(index = "1", paramLabel = "QUESTION", description = "The question.")
        private String question;

        @Parameters(index = "2..*", arity = "2..*", paramLabel = "OPTION", description = "Two options or more.")
        private List<String> options = new ArrayList<>();

        @Option(names = "--multiple", description = "One may choose several.")
        private boolean multiple;

        @Override
        Command write(Work work, RoomId to) {
            return new Command.CreatePoll(to, question, options, multiple);
        }
    }

    @CommandLine.Command(name = "vote", description = "Vote in a poll, in the place of an earlier vote.")
    static final class Vote extends Writing {
        @Parameters(index = "1", paramLabel = "POLL", description = MESSAGE)
        private String poll;

        @Parameters(
                index = "2..*",
                arity = "0..*",
                paramLabel = "NUMBER",
                description = "What you choose, from 1. Nothing takes the vote back.")
        private List<Integer> choices = new ArrayList<>();

        @Override
        Command write(Work work, RoomId to) throws Exception {
            OperationId id = work.names().message(to, poll, WritingCommands::isPoll);
            int most = work.look(view -> view.conversation(to).item(id))
                    .map(RoomItem::body)
                    .map(body -> body instanceof RoomItem.Body.Poll asked
                            ? asked.options().size()
                            : 0)
                    .orElse(0);
            if (choices.stream().anyMatch(choice -> choice < 1 || choice > most)) {
                throw Failure.usage("the poll has the options 1 to " + most);
            }
            return new Command.Vote(
                    to,
                    id,
                    choices.stream()
                            .map(choice -> choice - 1)
                            .distinct()
                            .sorted()
                            .toList());
        }
    }

    @CommandLine.Command(name = "close", description = "Close a poll of yours: later votes do not count.")
    static final class Close extends Writing {
        @Parameters(index = "1", paramLabel = "POLL", description = MESSAGE)
        private String poll;

        @Override
        Command write(Work work, RoomId to) throws Exception {
            return new Command.ClosePoll(to, work.names().message(to, poll, WritingCommands::isPoll));
        }
    }
}
