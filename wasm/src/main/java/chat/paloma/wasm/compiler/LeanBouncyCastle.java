package chat.paloma.wasm.compiler;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ValueType;
import org.teavm.model.emit.ProgramEmitter;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Cuts two ways through which Bouncy Castle reaches calendars, time zones, currencies and formats of numbers in all
 * languages, which would be a sixth of the module:
 *
 * <ul>
 *   <li>its policy about quantum-vulnerable algorithms, which a property of the JDK would switch on: there are no
 *       properties here ({@code Security} of this project), so there is none;
 *   <li>the line separator, which it asks {@code String.format} for.
 * </ul>
 *
 * <p>TeaVM finds this class by the service file.
 */
public final class LeanBouncyCastle implements TeaVMPlugin, ClassHolderTransformer {
    private static final String POLICY = "org.bouncycastle.crypto.constraints.QuantumVulnerableConstraint";
    private static final String STRINGS = "org.bouncycastle.util.Strings";
    private static final ValueType TEXT = ValueType.object("java.lang.String");

    private static final MethodDescriptor FOR_POLICY =
            new MethodDescriptor("forPolicy", TEXT, ValueType.object(POLICY));
    private static final MethodDescriptor LINE_SEPARATOR = new MethodDescriptor("lineSeparator", TEXT);
    private static final MethodDescriptor CLASS_INITIALIZER = new MethodDescriptor("<clinit>", ValueType.VOID);

    @Override
    public void install(TeaVMHost host) {
        host.add(this);
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (type.getName().equals(POLICY)) {
            body(type, CLASS_INITIALIZER, context).exit();
            ProgramEmitter forPolicy = body(type, FOR_POLICY, context);
            forPolicy.constantNull(ValueType.object(POLICY)).returnValue();
        } else if (type.getName().equals(STRINGS)) {
            body(type, CLASS_INITIALIZER, context).exit();
            body(type, LINE_SEPARATOR, context).constant("\n").returnValue();
        }
    }

    /** A new body for a static method that must be there. */
    private static ProgramEmitter body(
            ClassHolder type, MethodDescriptor descriptor, ClassHolderTransformerContext context) {
        MethodHolder method = type.getMethod(descriptor);
        if (method == null || !method.hasModifier(ElementModifier.STATIC)) {
            throw new IllegalStateException("Bouncy Castle's " + type.getName() + " has no " + descriptor);
        }
        return ProgramEmitter.create(method, context.getHierarchy());
    }
}
