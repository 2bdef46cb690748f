package chat.paloma.wasm.compiler;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.jso.JSBody;
import org.teavm.model.AnnotationReader;
import org.teavm.model.AnnotationValue;
import org.teavm.model.CallLocation;
import org.teavm.model.ClassReader;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Fails the build when a module would have JavaScript compiled from a string at run time, which the page's content
 * security policy forbids.
 *
 * <p>TeaVM keeps the script of every {@code @JSBody} method that the program reaches as a string in the module, and
 * compiles it when the module starts. Only scripts that return their one argument, or {@code this}, are let through, since the page's
 * edited runtime has that function; {@code docs/decisions/teavm-runtime-under-csp.md} has the whole story.
 * TeaVM finds this class by the service file.
 */
public final class NoCompiledJavaScript implements TeaVMPlugin {
    /** How TeaVM names the method that stands for the script of another. */
    private static final String SCRIPT_MARK = "$js_body$_";

    @Override
    public void install(TeaVMHost host) {
        host.add(new AbstractDependencyListener() {
            @Override
            public void methodReached(DependencyAgent agent, MethodDependency method) {
                check(agent, method.getReference());
            }
        });
    }

    private static void check(DependencyAgent agent, MethodReference reached) {
        int mark = reached.getName().indexOf(SCRIPT_MARK);
        if (mark < 0) {
            return;
        }
        String name = reached.getName().substring(0, mark);
        ClassReader owner = agent.getClassSource().get(reached.getClassName());
        boolean found = false;
        for (MethodReader method : owner.getMethods()) {
            AnnotationReader body = method.getAnnotations().get(JSBody.class.getName());
            if (method.getName().equals(name) && body != null) {
                found = true;
                if (!isIdentity(body)) {
                    refuse(agent, method.getReference());
                }
            }
        }
        if (!found) {
            refuse(agent, reached);
        }
    }

    private static boolean isIdentity(AnnotationReader body) {
        @Nullable AnnotationValue params = body.getValue("params");
        List<AnnotationValue> names = params == null ? List.of() : params.getList();
        String script = body.getValue("script").getString();
        return switch (names.size()) {
            case 0 -> script.equals("return this;");
            case 1 -> script.equals("return " + names.getFirst().getString() + ";");
            default -> false;
        };
    }

    private static void refuse(DependencyAgent agent, MethodReference method) {
        agent.getDiagnostics()
                .error(
                        new CallLocation(method),
                        "the script of {{m0}} would be compiled at run time, which the content security policy forbids:"
                                + " use @JSTopLevel, @JSProperty or a method of a JSObject instead of @JSBody",
                        method);
    }
}
