package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.arrival.Arrival;
import chat.paloma.client.host.StorageException;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.RoomItem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Shows messages as they come. */
@CommandLine.Command(
        name = "listen",
        description = {
            "Show messages as they come, and those that came in the meantime, until Ctrl+C.",
            "Each message of others is shown once. When the connection is lost it is made again.",
            ""
        })
final class ListenCommand extends ClientTask {
    private static final int PAGE = 100;
    private static final long LOOK_AGAIN = 1000;

    @Option(names = "--accept", description = "Let everybody write who asks.")
    private boolean accept;

    @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
    private int count = Integer.MAX_VALUE;

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            description = "Show this room only; what is elsewhere is kept for later.")
    private @Nullable String room;

    private @Nullable Problem ended;
    private @Nullable StorageException broken;

    @Override
    boolean noticesAreResults() {
        return true;
    }

    @Override
    void run(Work work) throws Exception {
        if (count < 1) {
            throw Failure.usage("--count takes 1 or more");
        }
        work.requireAccount();
        Optional<RoomId> only =
                room == null ? Optional.empty() : Optional.of(work.names().room(room));
        Told told = new Told(work);
        work.client().listen(told);
        try {
            work.client().goOnline();
            listen(work, only);
        } finally {
            work.client().ignore(told);
        }
    }

    private void listen(Work work, Optional<RoomId> only) throws Exception {
        int shown = 0;
        Set<AccountId> answered = new HashSet<>();
        while (true) {
            shown += show(work, only, count - shown);
            if (shown >= count) {
                return;
            }
            answer(work, answered);
            synchronized (this) {
                if (broken != null) {
                    throw broken;
                }
                if (ended != null) {
                    throw Failure.of(ended);
                }
                wait(LOOK_AGAIN);
            }
        }
    }

    private static int show(Work work, Optional<RoomId> only, int most) throws Exception {
        int shown = 0;
        List<Arrival> waiting = work.client().arrivals(PAGE);
        for (Arrival arrival : waiting) {
            if (shown >= most) {
                break;
            }
            if (only.isPresent() && !only.get().equals(arrival.room())) {
                continue;
            }
            Optional<RoomItem> item =
                    work.look(view -> view.conversation(arrival.room()).item(arrival.entry()));
            if (item.isPresent()) {
                String name = work.look(view -> Names.room(view, arrival.room()));
                work.output()
                        .result(
                                name + "  " + work.look(view -> Describe.text(view, arrival.room(), item.get())),
                                work.look(view -> Describe.json(view, arrival.room(), item.get())));
                shown++;
            }
            work.client().forget(List.of(arrival));
        }
        return shown;
    }

    private void answer(Work work, Set<AccountId> answered) throws InterruptedException {
        for (AccountId account : work.look(PeopleCommands::asking)) {
            if (!answered.add(account)) {
                continue;
            }
            if (accept) {
                var _ = work.client()
                        .submit(new Command.AnswerRequest(account, true))
                        .exceptionally(failed -> {
                            // Asked again when the next event comes.
                            forget(answered, account);
                            return new chat.paloma.core.engine.api.Outcome.Done();
                        });
            } else {
                String name = work.look(view -> view.name(account));
                work.output().notice("'" + name + "' asks to write to you: './paloma client accept " + name + "'");
            }
        }
    }

    private synchronized void forget(Set<AccountId> answered, AccountId account) {
        answered.remove(account);
        notifyAll();
    }

    private final class Told implements Client.Listener {
        private final Work work;
        private boolean lost;

        Told(Work work) {
            this.work = work;
        }

        @Override
        public void happened(EngineEvent event) {
            switch (event) {
                case EngineEvent.ConnectionChanged changed -> connection(changed);
                case EngineEvent.ProfileEnded profile -> end(profile.why());
                default -> {}
            }
            wake();
        }

        private void connection(EngineEvent.ConnectionChanged changed) {
            if (changed.state() == ConnectionState.OFFLINE && changed.problem().isPresent()) {
                end(changed.problem().get());
            } else if (changed.problem().isPresent() && !lost) {
                lost = true;
                work.output().notice(changed.problem().get() + "; connecting again");
            } else if (changed.state() == ConnectionState.ONLINE && lost) {
                lost = false;
                work.output().notice("connected again");
            }
        }

        @Override
        public void fellBehind() {
            wake();
        }

        @Override
        public void ended(StorageException why) {
            synchronized (ListenCommand.this) {
                broken = why;
                ListenCommand.this.notifyAll();
            }
        }
    }

    private synchronized void end(Problem why) {
        if (why.code() != ProblemCode.NO_CONNECTION) {
            ended = why;
        }
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }
}
