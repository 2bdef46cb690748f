package chat.paloma.node;

/** A part of the node that the host starts: it mounts its routes, registers its steps of the stop, and what it needs. */
@FunctionalInterface
public interface Part {
    /**
     * Starts it, before the server listens. Parts start one after the other, so that one may use those before it.
     *
     * @throws NodeException when the node cannot start; what was registered with the shutdown so far is stopped
     */
    void start(Host host) throws NodeException;
}
