package chat.paloma.node.config;

/** What a process of a node does. */
public enum Role {
    /** Accepts the connections of devices and of people's browsers. */
    EDGE
}
