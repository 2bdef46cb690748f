package chat.paloma.cli.chat;

import chat.paloma.cli.chat.draw.Look;
import chat.paloma.cli.chat.model.Act;
import chat.paloma.cli.chat.model.ChatModel;
import chat.paloma.cli.chat.model.Chooser;
import chat.paloma.cli.chat.scene.Happenings;
import chat.paloma.cli.chat.scene.SafeText;
import chat.paloma.cli.chat.text.Tone;
import chat.paloma.client.Client;
import chat.paloma.client.Mentions;
import chat.paloma.client.host.RefusedException;
import chat.paloma.client.host.StorageException;
import chat.paloma.client.search.SearchQuery;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.identity.Handle;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does for the person what the model asks for. Outcomes come back through the queue; nothing waits for them. */
final class Acts {
    private static final int MOST_FOUND = 100;
    private static final long PATIENCE = 2;
    private static final Duration LOOK_UP = Duration.ofSeconds(3);

    private final Client client;
    private final ChatModel model;
    private final Queue<Runnable> inputs;
    private final Panels panels;
    private final ExecutorService writing =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

    Acts(Client client, ChatModel model, Queue<Runnable> inputs, Happenings happenings) {
        this.client = client;
        this.model = model;
        this.inputs = inputs;
        this.panels = new Panels(client, happenings, new Look(true, ZoneId.systemDefault(), 0));
    }

    void perform(Act act) {
        try {
            switch (act) {
                case Act.Perform perform -> submit(perform.command(), perform.done());
                case Act.WithPerson with -> withPerson(with);
                case Act.Write write -> write(write.room(), write.text(), who -> message(write, who));
                case Act.Rewrite rewrite ->
                    write(
                            rewrite.room(),
                            rewrite.text(),
                            who -> new Command.EditMessage(rewrite.room(), rewrite.message(), rewrite.text(), who));
                case Act.Search search -> search(search);
                case Act.Show show -> show(show);
                case Act.Go(RoomId room, Optional<OperationId> to) ->
                    model.open(room, to).forEach(this::perform);
                case Act.Type type -> model.composer().set(type.text());
                case Act.Redraw(), Act.Quit() -> {}
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does the last things, and waits until they are kept. */
    void performAndWait(List<Act> acts) throws InterruptedException {
        writing.shutdown();
        if (!writing.awaitTermination(LOOK_UP.toSeconds(), TimeUnit.SECONDS)) {
            writing.shutdownNow();
        }
        for (Act act : acts) {
            if (act instanceof Act.Perform perform) {
                try {
                    client.submit(perform.command()).get(PATIENCE, TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) {
                    // The draft is as it was before; nobody is there any more to be told.
                    return;
                }
            }
        }
    }

    private static Command message(Act.Write write, List<AccountId> mentioned) {
        return new Command.SendMessage(
                write.room(), write.text(), write.replyTo(), write.thread(), mentioned, List.of());
    }

    /** Writes, one after the other: a name may have to be looked up first. */
    private void write(RoomId room, String text, Function<List<AccountId>, Command> command) {
        writing.execute(() -> {
            try {
                submit(command.apply(mentions(room, text)), "");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (StorageException e) {
                inputs.add(() -> refused(command.apply(List.of()), e));
            }
        });
    }

    private List<AccountId> mentions(RoomId room, String text) throws InterruptedException {
        try {
            return Mentions.of(client, room, text, LOOK_UP);
        } catch (TimeoutException e) {
            return List.of();
        }
    }

    private void submit(Command command, String done) {
        var _ = client.submit(command)
                .whenComplete((outcome, failure) -> inputs.add(() -> ended(command, done, outcome, failure)));
    }

    private void ended(Command command, String done, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (failure != null) {
            refused(command, failure);
            return;
        }
        switch (outcome) {
            case Outcome.Room(RoomId room) -> model.open(room, Optional.empty()).forEach(this::perform);
            case Outcome.Text(String text) -> model.choose(Panels.link(SafeText.line(text)));
            case null, default -> {}
        }
        if (!done.isEmpty()) {
            model.say(SafeText.line(done), Tone.GOOD);
        }
    }

    /** A failure is a sentence in the status line; of what the person did not ask for it is none. */
    private void refused(Command command, Throwable failure) {
        boolean asked = switch (command) {
            case Command.SetTyping typing -> false;
            case Command.MarkRead read -> false;
            case Command.SetDraft draft -> false;
            default -> true;
        };
        if (asked) {
            model.say("Not done: " + reason(failure), Tone.DANGER);
            giveBack(command);
        }
    }

    /** What was written is not lost. */
    private void giveBack(Command command) {
        if (!model.composer().isEmpty()) {
            return;
        }
        switch (command) {
            case Command.SendMessage message -> model.composer().set(message.text());
            case Command.EditMessage edit -> model.composer().set(edit.text());
            default -> {}
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return switch (cause) {
            case RefusedException refused -> SafeText.line(refused.problem().toString());
            case StorageException storage -> SafeText.line(String.valueOf(storage.getMessage()));
            default -> "something went wrong";
        };
    }

    // People

    private void withPerson(Act.WithPerson with) throws InterruptedException {
        Optional<AccountId> known = client.look(view -> known(view, with.who()));
        if (known.isPresent()) {
            submit(with.command().apply(known.get()), with.done());
            return;
        }
        Handle handle;
        try {
            handle = new Handle(with.who());
        } catch (IllegalArgumentException e) {
            model.say("'" + with.who() + "' is nobody's name: " + e.getMessage(), Tone.WARN);
            return;
        }
        CompletableFuture<Outcome> found = client.submit(new Command.LookUp(handle));
        var _ = found.whenComplete((outcome, failure) -> inputs.add(() -> {
            if (outcome instanceof Outcome.Account(AccountId account)) {
                submit(with.command().apply(account), with.done());
            } else if (failure != null) {
                refused(new Command.LookUp(handle), failure);
            }
        }));
    }

    /** By handle, or by the name that this person gave them. */
    static Optional<AccountId> known(EngineView view, String who) {
        Optional<AccountId> byHandle = Handle.isHandle(who) ? view.find(new Handle(who)) : Optional.empty();
        return byHandle.or(() -> view.contacts().stream()
                .map(row -> row.key())
                .filter(account -> view.displayName(account).equals(who))
                .findFirst());
    }

    // Looking

    private void search(Act.Search search) {
        SearchQuery query;
        try {
            query = new SearchQuery(search.words(), search.room(), Optional.empty(), MOST_FOUND);
        } catch (IllegalArgumentException e) {
            model.say(String.valueOf(e.getMessage()), Tone.WARN);
            return;
        }
        model.say("Searching", Tone.QUIET);
        // The first search reads the index.
        Thread.ofVirtual().start(() -> {
            try {
                Chooser found = panels.found(search.words(), client.search(query));
                inputs.add(() -> {
                    model.say("", Tone.QUIET);
                    model.choose(found);
                });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (StorageException e) {
                inputs.add(() -> model.say("Not done: " + e.getMessage(), Tone.DANGER));
            }
        });
    }

    private void show(Act.Show show) throws InterruptedException {
        switch (show.what()) {
            case PINS -> {
                Optional<RoomId> room = model.wanted().room();
                if (room.isPresent()) {
                    model.choose(panels.pins(room.get()));
                }
            }
            case DEVICES -> model.choose(panels.devices());
            case NOTICES -> model.choose(panels.notices());
            case SAFETY_NUMBER -> verify(show.argument());
        }
    }

    private void verify(String argument) throws InterruptedException {
        String[] parts = argument.split("\\s+", 2);
        Optional<AccountId> account = client.look(view -> known(view, parts[0]));
        Optional<String> right = account.isEmpty() ? Optional.empty() : panels.number(account.get());
        if (right.isEmpty()) {
            model.say("Nothing is known of '" + parts[0] + "' yet", Tone.WARN);
        } else if (parts.length == 1) {
            model.choose(panels.verify(parts[0], account.orElseThrow(), right.get()));
        } else if (panels.isSame(account.orElseThrow(), parts[1])) {
            submit(new Command.Verify(account.get(), true), "The numbers are the same: " + parts[0] + " is verified");
        } else {
            model.say(
                    "The numbers differ: one of you has another account for the other. Nothing was noted; do not send what"
                            + " they must keep to themselves",
                    Tone.DANGER);
        }
    }
}
