package chat.paloma.bench.load;

/** What clients tell of what the server sends them, on the loop. */
public interface Arrivals {
    /** A client got the message with this mark. */
    void delivered(int client, long mark);

    /** A message that was sent is acknowledged; of servers that acknowledge nothing, it is once it is sent. */
    void acknowledged();

    /** Something happened that must not: a refusal, a connection that ended. The run fails. */
    void failed(String why);
}
