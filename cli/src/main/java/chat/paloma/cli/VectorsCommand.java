package chat.paloma.cli;

import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorKinds;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.jvm.JdkCrypto;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs published test vectors: one line a file, and a last line with the sums.
 *
 * <p>Below a folder it takes every {@code .json} file; a file that is named itself is always taken. A file that cannot
 * be read or has no known format counts as one failure.
 */
@Command(
        name = "vectors",
        description = {
            "Run published test vectors against Paloma's own implementation.",
            "A file's kind is recognised by its content: X-Wing, HPKE, MLS.",
            "Exits with 1 when a case fails, a file is unknown, or nothing ran."
        })
final class VectorsCommand implements Callable<Integer> {
    private static final long MAX_FILE_BYTES = 512L << 20;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "A file, or a folder with .json files below it.")
    private List<Path> paths;

    private int passed;
    private int failed;
    private int skipped;

    // The fields without a value are filled in by picocli before anything else happens.
    @SuppressWarnings("NullAway.Init")
    VectorsCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (Path path : paths) {
            for (Path file : filesBelow(path, out)) {
                run(file, out);
                out.flush();
            }
        }
        out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private List<Path> filesBelow(Path path, PrintWriter out) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            refuse(path, "cannot be read", out);
            return List.of();
        }
    }

    private void run(Path file, PrintWriter out) {
        Optional<JsonValue> document = read(file, out);
        if (document.isEmpty()) {
            return;
        }
        Optional<VectorKind> kind = VectorKinds.of(document.get());
        if (kind.isEmpty()) {
            refuse(file, "no known format of test vectors", out);
            return;
        }
        VectorRun run = new VectorRun(new JdkCrypto());
        try {
            kind.get().run(document.get(), run);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            // What the JSON reader throws for a field that is missing or of another type.
            refuse(file, "a malformed " + kind.get().name() + " file: " + e.getMessage(), out);
        }
        passed += run.passed();
        failed += run.failed();
        skipped += run.skipped();
        print(file, kind.get().name(), run, out);
    }

    private Optional<JsonValue> read(Path file, PrintWriter out) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                refuse(file, "larger than " + (MAX_FILE_BYTES >> 20) + " MiB", out);
                return Optional.empty();
            }
            return Optional.of(Json.parse(Files.readString(file)));
        } catch (ParseException | MalformedInputException e) {
            refuse(file, "not a JSON document", out);
        } catch (IOException e) {
            refuse(file, Files.exists(file) ? "cannot be read" : "no such file", out);
        }
        return Optional.empty();
    }

    private void refuse(Path path, String why, PrintWriter out) {
        failed++;
        out.println("FAIL  " + path + "  " + why);
    }

    private static void print(Path file, String kind, VectorRun run, PrintWriter out) {
        String verdict = run.failed() > 0 ? "FAIL" : run.passed() > 0 ? "ok  " : "skip";
        StringBuilder line = new StringBuilder(verdict + "  " + file + "  " + kind + "  " + run.passed() + " passed");
        if (run.failed() > 0) {
            line.append(", ")
                    .append(run.failed())
                    .append(" failed (")
                    .append(run.failures().getFirst())
                    .append(')');
        }
        if (run.skipped() > 0) {
            line.append(", ").append(run.skipped()).append(" skipped (");
            line.append(String.join("; ", run.skips())).append(')');
        }
        out.println(line);
    }
}
