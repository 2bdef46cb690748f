package chat.paloma.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Imports point downward: a module uses those that are listed for it and no others. */
class ModuleDirectionsTest {
    private static final Path ROOT = Path.of("..");

    /** For each module, the modules whose packages it may import. A package begins with its module's name. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("conformance", Set.of("core")),
            Map.entry("jvm", Set.of("core")),
            Map.entry("border", Set.of("core")),
            Map.entry("wasm", Set.of("core", "conformance", "border")),
            Map.entry("interop", Set.of("core", "jvm")),
            Map.entry("bench", Set.of("core", "conformance", "jvm", "interop", "client")),
            Map.entry("node", Set.of("core", "jvm")),
            Map.entry("client", Set.of("core", "jvm")),
            Map.entry("sim", Set.of("core", "jvm")),
            Map.entry("cli", Set.of("core", "conformance", "jvm", "node", "client", "sim")));

    @Test
    void everyModuleUsesOnlyTheModulesBelowIt() throws IOException {
        for (Path classes : compiledModules()) {
            rule(moduleOf(classes)).check(new ClassFileImporter().importPath(classes));
        }
    }

    @Test
    void everyModuleIsBuiltAndListed() throws IOException {
        Set<String> modules = new TreeSet<>();
        for (Path classes : compiledModules()) {
            modules.add(moduleOf(classes));
        }
        // A suite of its own builds it for the browser.
        Set<String> built = new TreeSet<>(MAY_USE.keySet());
        built.remove("wasm");
        assertTrue(modules.containsAll(built), modules.toString());
        modules.removeAll(MAY_USE.keySet());
        assertEquals(Set.of(), modules);
    }

    /** The command line uses the core, so the core's rule, which allows no module at all, fires for it. */
    @Test
    void theRuleFires() {
        assertTrue(rule("core")
                .evaluate(new ClassFileImporter().importPackages("chat.paloma.cli"))
                .hasViolation());
    }

    private static ArchRule rule(String module) {
        Set<String> allowed = MAY_USE.getOrDefault(module, Set.of());
        return noClasses()
                .should()
                .dependOnClassesThat(describe("belong to none of " + allowed, type -> {
                    String used = moduleOf(type);
                    return !used.isEmpty() && !used.equals(module) && !allowed.contains(used);
                }))
                .as("module " + module + " uses only " + allowed);
    }

    private static String moduleOf(JavaClass type) {
        String[] parts = type.getBaseComponentType().getPackageName().split("\\.", -1);
        return parts.length > 2 && parts[0].equals("chat") && parts[1].equals("paloma") ? parts[2] : "";
    }

    private static String moduleOf(Path classes) {
        return ROOT.relativize(classes).getName(0).toString();
    }

    private static List<Path> compiledModules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.resolve("target/classes"))
                    .filter(classes -> Files.isDirectory(classes.resolve("chat")))
                    .sorted()
                    .toList();
        }
    }
}
