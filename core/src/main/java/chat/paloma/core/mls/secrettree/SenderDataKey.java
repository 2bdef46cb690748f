package chat.paloma.core.mls.secrettree;

import chat.paloma.core.crypto.SecretBytes;
import chat.paloma.core.mls.crypto.MlsCrypto;
import java.util.Arrays;

/** The key and nonce of one message's sender data, from a sample of its ciphertext (RFC 9420 section 6.3.2). */
public record SenderDataKey(SecretBytes key, SecretBytes nonce) {
    public static SenderDataKey derive(MlsCrypto crypto, SecretBytes senderDataSecret, byte[] ciphertext) {
        int hashLength = crypto.hashLength();
        byte[] sample = Arrays.copyOf(ciphertext, Math.min(ciphertext.length, hashLength));
        SecretBytes key = crypto.expandWithLabel(senderDataSecret, "key", sample, crypto.aeadKeyLength());
        SecretBytes nonce = crypto.expandWithLabel(senderDataSecret, "nonce", sample, crypto.aeadNonceLength());
        return new SenderDataKey(key, nonce);
    }
}
