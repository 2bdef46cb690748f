package chat.paloma.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Timer;
import java.util.random.RandomGenerator;

/**
 * What the core may not do, so that the same code runs in a node, in a deterministic simulator and, as WebAssembly, in
 * a browser: it knows no clock, no disk, no socket, no thread and no source of randomness, and only the part of Java
 * that TeaVM has.
 *
 * <p>Not seen here: {@code synchronized} blocks, because ArchUnit reads accesses and not instructions.
 */
final class CoreRules {
    private static final String CRYPTO_PROVIDER = "..crypto.bouncycastle..";

    private static final DescribedPredicate<JavaClass> PORTABLE = resideInAnyPackage(
            "chat.paloma.core..",
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio.charset",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.stream",
            "org.jspecify.annotations");

    /** A list of what is allowed, so that files, sockets, threads, java.security and javax.crypto all are not. */
    static final ArchRule USES_ONLY_PORTABLE_PACKAGES = classes()
            .that()
            .resideOutsideOfPackage(CRYPTO_PROVIDER)
            .should()
            .onlyDependOnClassesThat(elementType(PORTABLE));

    /** The lightweight API and not Bouncy Castle's JCA provider, and of java.security the one class that it asks for. */
    static final ArchRule CRYPTO_PROVIDER_USES_THE_LIGHTWEIGHT_API = classes()
            .that()
            .resideInAPackage(CRYPTO_PROVIDER)
            .should()
            .onlyDependOnClassesThat(elementType(PORTABLE.or(resideInAnyPackage(
                            "org.bouncycastle.crypto..",
                            "org.bouncycastle.math..",
                            "org.bouncycastle.pqc.crypto..",
                            "org.bouncycastle.util.."))
                    .or(type(SecureRandom.class))));

    static final ArchRule STARTS_NO_THREADS =
            noClasses().should().dependOnClassesThat(areAny(Thread.class, ThreadLocal.class, Timer.class));

    static final ArchRule LOCKS_NOTHING = noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);

    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .callMethodWhere(calls("now|system.*|tick.*", "java\\.time\\..*"))
            .orShould()
            .callMethodWhere(calls("currentTimeMillis|nanoTime", "java\\.lang\\.System"))
            .orShould()
            .dependOnClassesThat(areAny(java.util.Date.class, java.util.Calendar.class));

    static final ArchRule KNOWS_NO_PROCESS = noClasses()
            .should()
            .callMethodWhere(
                    calls("getenv|getProperty|getProperties|setProperty|exit|load|loadLibrary", "java\\.lang\\.System"))
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .dependOnClassesThat(areAny(Runtime.class, Process.class, ProcessBuilder.class));

    static final ArchRule DRAWS_NO_RANDOMNESS = noClasses()
            .that()
            .resideOutsideOfPackage(CRYPTO_PROVIDER)
            .should()
            .dependOnClassesThat(areAny(RandomGenerator.class))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethodWhere(calls("randomUUID", "java\\.util\\.UUID"))
            .orShould()
            .callMethod(java.util.Collections.class, "shuffle", List.class);

    /** Within the portable packages, measured with TeaVM 0.15.0. */
    static final ArchRule USES_NOTHING_ABSENT_FROM_TEAVM = noClasses()
            .should()
            .dependOnClassesThat(areAny(HexFormat.class, ScopedValue.class))
            .orShould()
            .callMethodWhere(calls("multiplyHigh|unsignedMultiplyHigh", "java\\.lang\\.Math"))
            .orShould()
            .callMethodWhere(calls("lines", "java\\.lang\\.String"))
            .orShould()
            .callMethod(Long.class, "parseUnsignedLong", String.class);

    static final ArchRule HAS_NO_CYCLES =
            slices().matching("chat.paloma.core.(**)").should().beFreeOfCycles();

    private CoreRules() {}

    private static DescribedPredicate<JavaClass> elementType(DescribedPredicate<JavaClass> allowed) {
        return describe(
                "are portable",
                type -> type.getBaseComponentType().isPrimitive() || allowed.test(type.getBaseComponentType()));
    }

    private static DescribedPredicate<JavaClass> areAny(Class<?>... types) {
        return describe("are any of " + List.of(types), candidate -> {
            for (Class<?> type : types) {
                if (candidate.getBaseComponentType().isAssignableTo(type)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static DescribedPredicate<JavaCall<?>> calls(String methods, String owners) {
        return describe(
                "calls " + methods + " of " + owners,
                call -> target(nameMatching(methods)).test(call)
                        && targetOwner(nameMatching(owners)).test(call));
    }
}
