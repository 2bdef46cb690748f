/** Transport security of a node: TLS 1.3 by BoringSSL, and where its certificate comes from. */
@NullMarked
package chat.paloma.node.tls;

import org.jspecify.annotations.NullMarked;
