package chat.paloma.core.engine.state;

import chat.paloma.core.codec.ByteString;
import java.util.Optional;

/**
 * One key with its new value; without one, the key is deleted. A value may hold secrets in the clear: the host encrypts
 * it.
 */
public record StateChange(ByteString key, Optional<ByteString> value) {}
