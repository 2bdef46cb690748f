package chat.paloma.node.bus;

import java.util.List;

/** Where committed records are read by their numbers. All of it blocks. */
public interface RecordStore {
    /** The number of the newest record; 0 when there is none. */
    long lastNumber();

    /** Records behind a number in order, at most so many, none of them left out. */
    List<Numbered> after(long number, int most);
}
