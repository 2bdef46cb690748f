package chat.paloma.cli.client;

import chat.paloma.client.Client;
import chat.paloma.client.Mentions;
import chat.paloma.client.host.RefusedException;
import chat.paloma.core.engine.EngineView;
import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.ConnectionState;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.Problem;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.identity.AccountId;
import chat.paloma.core.membership.RoomId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/** A client at work for one command. */
final class Work {
    private final Client client;
    private final Output output;
    private final Duration patience;
    private final boolean offline;
    private final Path folder;

    Work(Client client, Output output, Duration patience, boolean offline, Path folder) {
        this.client = client;
        this.output = output;
        this.patience = patience;
        this.offline = offline;
        this.folder = folder;
    }

    Client client() {
        return client;
    }

    Output output() {
        return output;
    }

    Duration patience() {
        return patience;
    }

    boolean isOffline() {
        return offline;
    }

    Path folder() {
        return folder;
    }

    /** The same, with JSON whatever was asked for. */
    Work asJson() {
        return new Work(client, output.asJson(), patience, offline, folder);
    }

    Names names() {
        return new Names(this);
    }

    <T> T look(Function<EngineView, T> look) throws InterruptedException {
        return client.look(look);
    }

    Outcome perform(Command command) throws RefusedException, TimeoutException, InterruptedException {
        return client.perform(command, patience);
    }

    /** The members of a room that a text mentions. */
    List<AccountId> mentions(RoomId room, String text) throws TimeoutException, InterruptedException {
        return Mentions.of(client, room, text, patience);
    }

    /** Waits for something to see, as long as there is patience. */
    boolean await(Predicate<EngineView> wanted) throws InterruptedException {
        return client.await(wanted, patience);
    }

    /** Whether there is an account here. */
    void requireAccount() throws InterruptedException {
        if (!look(EngineView::isRegistered)) {
            throw Failure.of(Problem.of(ProblemCode.NOT_REGISTERED));
        }
    }

    /** Connects and takes in what there is. */
    void requireOnline() throws InterruptedException {
        requireAccount();
        if (offline) {
            throw new Failure(ExitCode.NO_CONNECTION, "this needs the server, and --offline keeps it away");
        }
        connect().ifPresent(problem -> {
            throw Failure.of(problem);
        });
    }

    /**
     * Connects if that is possible, and takes in what there is; whether it is so. A device that can't go on is told so all
     * the same.
     */
    boolean tryOnline() throws InterruptedException {
        requireAccount();
        if (offline) {
            return false;
        }
        Optional<Problem> problem = connect();
        if (problem.isEmpty()) {
            return true;
        }
        if (problem.get().code() != ProblemCode.NO_CONNECTION) {
            throw Failure.of(problem.get());
        }
        output.notice("not connected: " + problem.get());
        return false;
    }

    /** Connects; what is in the way, if something is. The first attempt that fails is the last one. */
    private Optional<Problem> connect() throws InterruptedException {
        client.goOnline();
        boolean settled = client.await(
                view -> view.isOnline() || client.connectionProblem().isPresent(), patience);
        Optional<Problem> problem = client.connectionProblem();
        if (client.connection() == ConnectionState.ONLINE) {
            return Optional.empty();
        }
        return Optional.of(problem.filter(each -> settled)
                .orElse(new Problem(ProblemCode.NO_CONNECTION, "no answer within " + patience.toSeconds() + " s")));
    }
}
