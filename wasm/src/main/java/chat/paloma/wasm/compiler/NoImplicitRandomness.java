package chat.paloma.wasm.compiler;

import java.util.Set;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodHolder;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes {@code java.security.SecureRandom} throw whatever it is asked for, except by a subclass that overrides it.
 *
 * <p>TeaVM's own class falls back to an ordinary generator where the browser has no {@code crypto}, and a library that
 * makes one for itself takes randomness past the source that was passed in. Bouncy Castle still needs the type for its
 * parameters, so the class stays and can be made; the core's adapter overrides what Bouncy Castle calls. TeaVM finds
 * this class by the service file.
 */
public final class NoImplicitRandomness implements TeaVMPlugin, ClassHolderTransformer {
    /** Making an instance seeds it, which a seed that is ignored does not make random. */
    private static final Set<String> KEPT = Set.of("<init>", "<clinit>", "setSeed");

    @Override
    public void install(TeaVMHost host) {
        host.add(this);
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (!type.getName().equals("java.security.SecureRandom")) {
            return;
        }
        for (MethodHolder method : type.getMethods()) {
            if (!KEPT.contains(method.getName()) && !method.hasModifier(ElementModifier.ABSTRACT)) {
                ProgramEmitter emitter = ProgramEmitter.create(method, context.getHierarchy());
                emitter.construct(
                                IllegalStateException.class,
                                emitter.constant("randomness is passed in, never taken from SecureRandom"))
                        .raise();
            }
        }
    }
}
