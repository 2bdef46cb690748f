package chat.paloma.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the core may not do, so that the same code runs in a node, in a deterministic simulator and, as WebAssembly, in
 * a browser: it knows no clock, no disk, no socket, no thread and no random source.
 *
 * <p>A {@code synchronized} block is invisible here, because ArchUnit reads no instructions but accesses.
 */
final class CoreRules {
    private static final String PROVIDER = "chat.paloma.core.crypto.bouncycastle..";

    /** The lightweight API of Bouncy Castle, and not its JCA provider, which TeaVM cannot compile. */
    private static final String[] LIBRARIES = {
        "chat.paloma.core..",
        "java.lang..",
        "java.math..",
        "java.nio.charset..",
        "java.util..",
        "java.time..",
        "org.jspecify.annotations..",
        "org.bouncycastle.."
    };

    /** Absent from TeaVM's class library, measured with TeaVM 0.15.0. */
    private static final Set<String> ABSENT_FROM_TEAVM = Set.of("java.util.HexFormat", "java.lang.ScopedValue");

    static final ArchRule USES_ONLY_PORTABLE_PACKAGES = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "reside outside of the portable packages",
                    type -> !resideInAnyPackage(LIBRARIES).test(type.getBaseComponentType())
                            && !type.getBaseComponentType().isPrimitive()))
            .because("files, streams, sockets, java.security and javax.crypto are not for the core");

    static final ArchRule USES_NO_JCA_PROVIDER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle.jce..", "org.bouncycastle.jcajce..", "org.bouncycastle.pqc.jcajce..")
            .because("TeaVM compiles Bouncy Castle's lightweight API only");

    static final ArchRule ONLY_THE_PROVIDER_USES_BOUNCY_CASTLE = noClasses()
            .that()
            .resideOutsideOfPackage(PROVIDER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..")
            .because("everything else goes through the provider interface");

    static final ArchRule USES_NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "are threads, executors or locks",
                    type -> type.getPackageName().startsWith("java.util.concurrent")
                            || type.isAssignableTo(Thread.class)
                            || type.isAssignableTo(ThreadLocal.class)
                            || type.getName().equals("java.util.Timer")))
            .because("whoever runs the core decides about threads");

    static final ArchRule HAS_NO_SYNCHRONIZED_METHODS =
            noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).because("the core is single-threaded");

    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("now|system.*|tick.*"))
                    .and(targetOwner(resideInAnyPackage("java.time.."))))
            .orShould()
            .callMethodWhere(target(nameMatching("currentTimeMillis|nanoTime")).and(targetOwner(assignableTo(System.class))))
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .callMethodWhere(target(nameMatching("getInstance")).and(targetOwner(assignableTo(java.util.Calendar.class))))
            .because("time is passed in");

    static final ArchRule READS_NO_ENVIRONMENT = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("getenv|getProperty|getProperties|exit|load|loadLibrary"))
                    .and(targetOwner(assignableTo(System.class))))
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Runtime.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Process.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .because("the core does not know where it runs");

    static final ArchRule DRAWS_NO_RANDOMNESS = noClasses()
            .should()
            .dependOnClassesThat(describe(
                    "are random generators",
                    type -> type.getPackageName().startsWith("java.util.random")
                            || type.isAssignableTo(java.util.Random.class)
                            || type.getName().equals("java.util.SplittableRandom")))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(java.util.Collections.class, "shuffle", List.class)
            .because("randomness is passed in");

    static final ArchRule USES_NOTHING_ABSENT_FROM_TEAVM = noClasses()
            .should()
            .dependOnClassesThat(
                    describe("TeaVM does not have", (JavaClass type) -> ABSENT_FROM_TEAVM.contains(type.getName())))
            .orShould()
            .callMethodWhere(target(nameMatching("multiplyHigh|unsignedMultiplyHigh"))
                    .and(targetOwner(assignableTo(Math.class))))
            .orShould()
            .callMethod(String.class, "lines")
            .because("it would not compile to WebAssembly");

    static final ArchRule HAS_NO_CYCLES = slices()
            .matching("chat.paloma.core.(**)")
            .should()
            .beFreeOfCycles()
            .because("imports point downward only");

    private CoreRules() {}

    static Stream<ArchRule> all() {
        return Stream.of(
                USES_ONLY_PORTABLE_PACKAGES,
                USES_NO_JCA_PROVIDER,
                ONLY_THE_PROVIDER_USES_BOUNCY_CASTLE,
                USES_NO_THREADS,
                HAS_NO_SYNCHRONIZED_METHODS,
                READS_NO_CLOCK,
                READS_NO_ENVIRONMENT,
                DRAWS_NO_RANDOMNESS,
                USES_NOTHING_ABSENT_FROM_TEAVM,
                HAS_NO_CYCLES);
    }
}
