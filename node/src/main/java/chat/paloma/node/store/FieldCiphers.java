package chat.paloma.node.store;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;

/** Lets whoever has a connection to the database read and write its sealed fields. */
public final class FieldCiphers implements JdbiConfig<FieldCiphers> {
    private volatile FieldCipher cipher = FieldCipher.PLAIN;

    /** That of a database, for all its connections. */
    public static FieldCipher of(Handle handle) {
        return handle.getConfig(FieldCiphers.class).cipher;
    }

    void use(FieldCipher next) {
        cipher = next;
    }

    /** Not a copy: what is used from now on is used on connections that are open already. */
    @Override
    public FieldCiphers createCopy() {
        return this;
    }
}
