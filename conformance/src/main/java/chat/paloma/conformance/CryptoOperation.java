package chat.paloma.conformance;

import chat.paloma.core.crypto.CryptoException;

/** An operation to measure, with its keys and inputs made beforehand. It can be run any number of times. */
@FunctionalInterface
public interface CryptoOperation {
    /** Does it once. The result is returned so that no compiler can leave the work out. */
    Object run() throws CryptoException;
}
