package chat.paloma.wasm.conformance;

import chat.paloma.conformance.Transcript;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the transcript of the JVM beside the modules, for the browser suite to compare with. The Maven build runs it on
 * the classes that it then compiles to WebAssembly, so that the two are always of one state.
 */
public final class JvmTranscript {
    private JvmTranscript() {}

    /** Writes to the one file that the arguments name. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("the file to write to");
        }
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Files.createDirectories(file.getParent());
        Files.writeString(file, Transcript.of(new BouncyCastleCrypto()));
    }
}
