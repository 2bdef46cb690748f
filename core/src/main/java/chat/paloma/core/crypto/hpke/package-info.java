/** Hybrid public-key encryption (RFC 9180) with its post-quantum KEMs (draft-ietf-hpke-pq). */
@NullMarked
package chat.paloma.core.crypto.hpke;

import org.jspecify.annotations.NullMarked;
