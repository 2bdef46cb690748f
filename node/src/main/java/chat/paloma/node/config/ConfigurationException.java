package chat.paloma.node.config;

/** A configuration that cannot be used. The message is one line that names the setting and what to change. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }
}
