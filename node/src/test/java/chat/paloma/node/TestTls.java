package chat.paloma.node;

/**
 * The address under which an engine takes connections by TLS, from whoever has a certificate of the same authority.
 *
 * @param host that the engine's certificate is for
 */
public record TestTls(String host, TestCertificates certificates) {}
