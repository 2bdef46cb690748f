package chat.paloma.core.architecture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.architecture.violations.Violations;
import chat.paloma.core.architecture.violations.above.Above;
import chat.paloma.core.architecture.violations.below.Below;
import chat.paloma.core.architecture.violations.crypto.bouncycastle.Provider;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CoreRulesTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chat.paloma.core");

    /** Each rule by its field's name. */
    static Stream<Entry<String, ArchRule>> rules() {
        return Arrays.stream(CoreRules.class.getDeclaredFields())
                .filter(field ->
                        Modifier.isStatic(field.getModifiers()) && ArchRule.class.isAssignableFrom(field.getType()))
                .map(field -> {
                    try {
                        return Map.entry(field.getName(), (ArchRule) field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCoreKeepsTheRule(Entry<String, ArchRule> rule) {
        rule.getValue().check(CORE);
    }

    @Test
    void theCoreWasFound() {
        assertTrue(CORE.contain("chat.paloma.core.codec.TlsReader"));
        assertFalse(CORE.contain(CoreRulesTest.class));
    }

    /** A rule that fires for nothing would be kept by everything. */
    @ParameterizedTest
    @MethodSource("rulesWithViolations")
    void theRuleFiresForEachViolation(ArchRule rule, Class<?> violations) {
        String report = rule.evaluate(new ClassFileImporter().importClasses(violations))
                .getFailureReport()
                .toString();
        for (Method violation : violations.getDeclaredMethods()) {
            assertTrue(report.contains("." + violation.getName() + "("), violation.getName() + " in: " + report);
        }
    }

    static Stream<Arguments> rulesWithViolations() {
        return Stream.of(
                Arguments.of(CoreRules.USES_ONLY_PORTABLE_PACKAGES, Violations.UsesOnlyPortablePackages.class),
                Arguments.of(CoreRules.CRYPTO_PROVIDER_USES_THE_LIGHTWEIGHT_API, Provider.class),
                Arguments.of(CoreRules.STARTS_NO_THREADS, Violations.StartsNoThreads.class),
                Arguments.of(CoreRules.LOCKS_NOTHING, Violations.LocksNothing.class),
                Arguments.of(CoreRules.READS_NO_CLOCK, Violations.ReadsNoClock.class),
                Arguments.of(CoreRules.KNOWS_NO_PROCESS, Violations.KnowsNoProcess.class),
                Arguments.of(CoreRules.DRAWS_NO_RANDOMNESS, Violations.DrawsNoRandomness.class),
                Arguments.of(CoreRules.USES_NOTHING_ABSENT_FROM_TEAVM, Violations.UsesNothingAbsentFromTeavm.class));
    }

    @Test
    void theRuleAgainstCyclesFires() {
        JavaClasses cycle = new ClassFileImporter().importClasses(Above.class, Below.class);
        assertTrue(CoreRules.HAS_NO_CYCLES.evaluate(cycle).hasViolation());
    }
}
