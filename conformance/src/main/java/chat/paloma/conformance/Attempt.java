package chat.paloma.conformance;

import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.crypto.CryptoException;

/** Something that may be refused. */
@FunctionalInterface
interface Attempt {
    /** How the word of a fault begins. */
    String FAULT = "FAULT:";

    /** Tries it, and says in a word what came out when it was not refused. */
    String run() throws DecodeException, CryptoException;

    /** The word of the attempt, or the typed reason of its refusal. Any other exception is a fault, and named. */
    static String outcome(Attempt attempt) {
        try {
            return attempt.run();
        } catch (DecodeException e) {
            return "decode:" + e.reason().name();
        } catch (CryptoException e) {
            return "crypto:" + e.reason().name();
        } catch (RuntimeException | Error e) {
            return FAULT + e;
        }
    }
}
