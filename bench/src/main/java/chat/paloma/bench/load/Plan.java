package chat.paloma.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who is in which room. A client may be in several.
 *
 * @param clients how many connections there are
 */
public record Plan(int clients, List<Room> rooms) {
    /**
     * A room with its members.
     *
     * @param members clients, each once, who send in turns
     * @param listeners those of them who get what is sent
     */
    public record Room(String name, List<Integer> members, List<Integer> listeners) {
        public Room {
            members = List.copyOf(members);
            listeners = List.copyOf(listeners);
            if (!members.containsAll(listeners)) {
                throw new IllegalArgumentException("a listener of " + name + " who is no member");
            }
        }

        /** A room of which everybody hears everything. */
        public Room(String name, List<Integer> members) {
            this(name, members, members);
        }
    }

    public Plan {
        rooms = List.copyOf(rooms);
        for (Room room : rooms) {
            if (room.members().stream().anyMatch(member -> member < 0 || member >= clients)) {
                throw new IllegalArgumentException("a member of " + room.name() + " that is no client");
            }
        }
    }

    /** A room with the first of the clients. */
    public static Room firstOf(String name, int members) {
        return new Room(name, IntStream.range(0, members).boxed().toList());
    }

    /** The clients in rooms of this size, each client in one. */
    public static List<Room> split(String name, int clients, int size) {
        List<Room> rooms = new ArrayList<>();
        for (int first = 0; first + size <= clients; first += size) {
            rooms.add(new Room(
                    name + rooms.size(),
                    IntStream.range(first, first + size).boxed().toList()));
        }
        return rooms;
    }

    /** The rooms in which a client listens. */
    public List<Integer> roomsOf(int client) {
        return IntStream.range(0, rooms.size())
                .filter(room -> rooms.get(room).listeners().contains(client))
                .boxed()
                .toList();
    }
}
