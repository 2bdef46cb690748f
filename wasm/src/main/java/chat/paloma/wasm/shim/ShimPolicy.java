package chat.paloma.wasm.shim;

import org.teavm.extension.spi.substitution.SimpleSubstitutionPolicy;
import org.teavm.extension.spi.substitution.SubstitutionSink;

/**
 * Names the classes that are replaced, one by one, so that a new gap in TeaVM's library stays a compile error. TeaVM
 * finds this class by the service file.
 */
public final class ShimPolicy extends SimpleSubstitutionPolicy {
    @Override
    public void contribute(SubstitutionSink sink) {
        sink.selectClasses(named("java.security.Security")
                        .or(named("javax.security.auth.Destroyable"))
                        .or(named("javax.security.auth.DestroyFailedException")))
                .packagePrefix("chat.paloma.wasm.shim.");
    }
}
