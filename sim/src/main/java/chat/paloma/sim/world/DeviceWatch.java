package chat.paloma.sim.world;

import chat.paloma.core.engine.api.Command;
import chat.paloma.core.engine.api.EngineEvent;
import chat.paloma.core.engine.api.EngineOutput;
import chat.paloma.core.engine.api.Outcome;
import chat.paloma.core.engine.api.ProblemCode;
import chat.paloma.core.engine.room.RoomEntry;
import chat.paloma.core.membership.RoomId;
import chat.paloma.core.room.operation.OperationId;
import chat.paloma.sim.actor.Actors;
import chat.paloma.sim.check.Broken;
import chat.paloma.sim.check.Invariants;
import chat.paloma.sim.client.SimClient;
import chat.paloma.sim.client.SimClient.CrashPoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at what devices do: writes it down, checks what must hold after each step, and tells those who go on from it. */
final class DeviceWatch implements SimClient.Observer {
    private static final long BACK = 10_000;
    private static final Set<String> QUIET = Set.of("receives a frame", "wakes", "gets an HTTP answer");

    private final World world;
    private final Faults faults;
    private final Actors actors;
    private final Invariants invariants;

    DeviceWatch(World world, Faults faults, Actors actors, Invariants invariants) {
        this.world = world;
        this.faults = faults;
        this.actors = actors;
        this.invariants = invariants;
    }

    @Override
    public void stepping(SimClient client, String input) {
        world.count();
        world.trace().mix(input.hashCode());
        if (!QUIET.contains(input)) {
            world.trace().add(client.name(), input);
        }
    }

    @Override
    public CrashPoint crashPoint(SimClient client) {
        return faults.crashPoint();
    }

    @Override
    public void stepped(SimClient client, EngineOutput output) {
        world.trace().mix(output.changes().hashCode());
        for (EngineEvent event : output.events()) {
            observe(client, event);
        }
        try {
            invariants.afterStep(client, output);
        } catch (Broken e) {
            world.breaks(e);
        }
    }

    private void observe(SimClient client, EngineEvent event) {
        switch (event) {
            case EngineEvent.Notice notice ->
                world.trace()
                        .add(
                                client.name(),
                                "is told " + notice.kind()
                                        + notice.room()
                                                .map(room ->
                                                        " in " + world.names().of(room))
                                                .orElse("") + ": " + notice.detail());
            case EngineEvent.LinkingEnded ended -> {
                world.trace()
                        .add(
                                client.name(),
                                "is "
                                        + ended.problem()
                                                .map(problem -> "not linked: " + problem)
                                                .orElse("linked"));
                world.schedule()
                        .after(1, () -> actors.linked(client, ended.problem().isEmpty()));
            }
            case EngineEvent.ProfileEnded ended -> {
                world.trace().add(client.name(), "is told that its profile has ended: " + ended.why());
                world.schedule().after(0, () -> {
                    client.retire();
                    actors.retired(client);
                });
            }
            case EngineEvent.TimelineChanged changed -> world.oracle().lookForAcknowledgements(client, changed.room());
            case EngineEvent.ConnectionChanged changed -> {
                world.trace()
                        .add(
                                client.name(),
                                "is " + changed.state()
                                        + changed.problem()
                                                .map(problem -> ": " + problem)
                                                .orElse(""));
                if (changed.problem()
                        .filter(problem -> problem.code() == ProblemCode.REPLACED)
                        .isPresent()) {
                    // The proof of a former connection came late; the person tries again.
                    world.schedule().after(BACK, client::goOnline);
                }
            }
            case EngineEvent.RoomChanged changed -> {
                Optional<RoomEntry> entry = client.view().entry(changed.room());
                if (entry.filter(RoomEntry::isActive).isPresent()) {
                    world.oracle().isIn(client, changed.room());
                }
                world.trace()
                        .add(
                                client.name(),
                                "has " + world.names().of(changed.room()) + " "
                                        + entry.map(each -> each.standing() + " at record "
                                                        + each.chain()
                                                                .position()
                                                                .sequence())
                                                .orElse("no more"));
            }
            default -> {}
        }
    }

    @Override
    public void ended(SimClient client, Optional<Command> command, EngineEvent end) {
        if (command.isEmpty()) {
            world.breaks(new Broken("a command ends once", client.name() + " gets " + end, List.of(client.name())));
            return;
        }
        if (end instanceof EngineEvent.Completed done && done.outcome() instanceof Outcome.Operation operation) {
            RoomId room = Actors.roomOf(command.get()).orElseThrow();
            world.oracle()
                    .wrote(
                            client,
                            room,
                            new OperationId(operation.entry().bytes()),
                            world.schedule().now());
        }
        if (end instanceof EngineEvent.Completed && command.get() instanceof Command.Leave leave) {
            world.oracle().leaves(client, leave.room(), world.schedule().now());
        }
        world.trace()
                .add(
                        client.name(),
                        actors.tell(command.get())
                                + (end instanceof EngineEvent.Refused refused
                                        ? ": refused, " + refused.problem()
                                        : ": done"));
        if (end instanceof EngineEvent.Refused refused) {
            invariants.refused(client, refused.problem());
        }
        if (command.get() instanceof Command.Register && end instanceof EngineEvent.Completed) {
            world.names().name(client.view().identity().orElseThrow().account(), client.name());
        }
        actors.ended(client, command.get(), end);
    }

    @Override
    public void threw(SimClient client, RuntimeException error) {
        StackTraceElement[] where = error.getStackTrace();
        StringBuilder detail = new StringBuilder(client.name() + "'s engine threw " + error);
        for (int i = 0; i < Math.min(where.length, 12); i++) {
            detail.append("\n    at ").append(where[i]);
        }
        world.breaks(new Broken("the engine does not throw", detail.toString(), List.of(client.name())));
    }

    @Override
    public void crashed(SimClient client, CrashPoint where) {
        world.trace().add(client.name(), where == CrashPoint.DISK_FULL ? "finds its disk full" : "crashes " + where);
        if (where == CrashPoint.DISK_FULL) {
            // It is opened anew at once: what was begun and not stored, its person begins anew.
            world.schedule().after(1, () -> actors.started(client));
            return;
        }
        world.schedule().after(faults.downtime(), () -> {
            world.trace().add(client.name(), "is started again");
            client.start();
            actors.started(client);
        });
    }
}
