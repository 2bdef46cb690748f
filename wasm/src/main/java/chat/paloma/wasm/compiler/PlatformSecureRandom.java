package chat.paloma.wasm.compiler;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes {@code java.security.SecureRandom} take its bytes from {@link chat.paloma.wasm.BrowserRandom}, which throws
 * where the browser has no cryptographic randomness.
 *
 * <p>TeaVM's own class falls back to an ordinary generator then. The core takes its randomness from the source that is
 * passed in; but Bouncy Castle takes some of its own to blind computations with secrets (normalising a point of a NIST
 * curve), and that must be as good. TeaVM finds this class by the service file.
 */
public final class PlatformSecureRandom implements TeaVMPlugin, ClassHolderTransformer {
    private static final String SOURCE = "chat.paloma.wasm.BrowserRandom";

    private static final MethodDescriptor NEXT_BYTES =
            new MethodDescriptor("nextBytes", ValueType.arrayOf(ValueType.BYTE), ValueType.VOID);
    private static final MethodDescriptor GET_ALGORITHM =
            new MethodDescriptor("getAlgorithm", ValueType.object("java.lang.String"));

    @Override
    public void install(TeaVMHost host) {
        host.add(this);
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (!type.getName().equals("java.security.SecureRandom")) {
            return;
        }
        ProgramEmitter nextBytes = ProgramEmitter.create(method(type, NEXT_BYTES), context.getHierarchy());
        nextBytes.invoke(SOURCE, "fill", nextBytes.var(1, NEXT_BYTES.parameterType(0)));
        nextBytes.exit();
        ProgramEmitter getAlgorithm = ProgramEmitter.create(method(type, GET_ALGORITHM), context.getHierarchy());
        getAlgorithm.constant("NativePRNG").returnValue();
    }

    private static MethodHolder method(ClassHolder type, MethodDescriptor descriptor) {
        MethodHolder method = type.getMethod(descriptor);
        if (method == null) {
            throw new IllegalStateException("TeaVM's SecureRandom has no " + descriptor);
        }
        return method;
    }
}
