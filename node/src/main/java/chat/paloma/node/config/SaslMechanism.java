package chat.paloma.node.config;

import java.util.Locale;

/** How a user proves to a server of Apache Kafka who it is. */
public enum SaslMechanism {
    SCRAM_SHA_512,
    SCRAM_SHA_256,
    PLAIN;

    /** Its registered name. */
    public String registeredName() {
        return name().toUpperCase(Locale.ROOT).replace('_', '-');
    }
}
