package chat.paloma.sim.node;

import chat.paloma.core.codec.TlsEncodable;
import chat.paloma.core.identity.DeviceAddress;
import chat.paloma.core.wire.Event;
import chat.paloma.core.wire.Request;
import java.util.List;
import java.util.Optional;

/** How a node treats devices, beyond what it does: an honest one tells what is so. */
public interface Conduct {
    /** As it should be. */
    Conduct HONEST = new Conduct() {};

    /** What is answered instead of doing what was asked for. */
    default Optional<TlsEncodable> instead(DeviceAddress from, Request<?> request) {
        return Optional.empty();
    }

    /** What is answered in the place of an answer. */
    default TlsEncodable answer(DeviceAddress to, Request<?> request, TlsEncodable answer) {
        return answer;
    }

    /** What is told in the place of an event, in this order. */
    default List<Event> events(DeviceAddress to, Event event) {
        return List.of(event);
    }
}
