package chat.paloma.wasm.conformance;

import chat.paloma.conformance.CryptoOperation;
import chat.paloma.conformance.CryptoOperations;
import chat.paloma.conformance.HostileInput;
import chat.paloma.conformance.Transcript;
import chat.paloma.conformance.vectors.KnownAnswers;
import chat.paloma.conformance.vectors.VectorKind;
import chat.paloma.conformance.vectors.VectorKinds;
import chat.paloma.conformance.vectors.VectorRun;
import chat.paloma.core.codec.ByteString;
import chat.paloma.core.codec.DecodeException;
import chat.paloma.core.codec.TlsReader;
import chat.paloma.core.codec.TlsWriter;
import chat.paloma.core.crypto.CryptoException;
import chat.paloma.core.crypto.CryptoProvider;
import chat.paloma.core.crypto.bouncycastle.BouncyCastleCrypto;
import chat.paloma.wasm.BrowserRandom;
import chat.paloma.wasm.Operation;
import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the tests and benchmarks may ask the test module for. {@code web/test/page/conformance.ts} has the same table. */
enum ConformanceOperation implements Operation {
    /** The transcript of this runtime: {@code opaque lines<V>}. */
    TRANSCRIPT(101) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            response.write(ByteString.utf8(Transcript.of(CRYPTO)));
        }
    },
    /** Bad input with what came of it: {@code struct { opaque name, expected, actual<V>; } results<V>}. */
    HOSTILE_INPUT(102) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            response.writeVector(out -> {
                for (HostileInput.Result result : HostileInput.run(CRYPTO)) {
                    out.write(ByteString.utf8(result.name()));
                    out.write(ByteString.utf8(result.expected()));
                    out.write(ByteString.utf8(result.actual()));
                }
            });
        }
    },
    /** The names of the operations of the crypto benchmark: {@code opaque name<V>} in a vector. */
    LIST_CRYPTO(103) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            response.writeList(MEASURED.names().stream().map(ByteString::utf8).toList());
        }
    },
    /** Runs an operation of the crypto benchmark: {@code opaque name<V>; uint32 times}. */
    RUN_CRYPTO(104) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            String name = text(request.readOpaque(MAX_TEXT));
            long times = request.readUint32();
            try {
                CryptoOperation operation = prepared(name);
                for (long i = 0; i < times; i++) {
                    operation.run();
                }
            } catch (CryptoException e) {
                throw new IllegalStateException("refused: " + name, e);
            }
        }
    },
    /** Runs into the trap with the number {@code uint8 trap}, given a {@code uint8 zero} that no compiler can foresee. */
    TRAP(105) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            int index = request.readUint8();
            int zero = request.readUint8();
            Trap[] traps = Trap.values();
            if (index >= traps.length) {
                throw new IllegalArgumentException("no trap " + index);
            }
            response.writeUint64(traps[index].spring(zero));
        }
    },
    /** Random bytes from the platform, for a test that takes the platform's source away: {@code uint16 length}. */
    RANDOM(106) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            response.writeOpaque(new BrowserRandom().nextBytes(request.readUint16()));
        }
    },
    /** The answers that the standards print, checked: a {@code VectorOutcome}, as {@link #writeOutcome} has it. */
    KNOWN_ANSWERS(107) {
        @Override
        public void answer(TlsReader request, TlsWriter response) {
            VectorRun run = new VectorRun(CRYPTO);
            KnownAnswers.run(run);
            writeOutcome(response, "known answers", run);
        }
    },
    /**
     * A document of published vectors, every stride-th case of it checked: {@code uint16 stride; opaque json<V>}. The
     * answer is a {@code VectorOutcome}.
     */
    VECTORS(108) {
        @Override
        public void answer(TlsReader request, TlsWriter response) throws DecodeException {
            int stride = request.readUint16();
            JsonValue document = Json.parse(text(request.readOpaque(MAX_DOCUMENT)));
            VectorRun run = new VectorRun(CRYPTO, stride);
            Optional<VectorKind> kind = VectorKinds.of(document);
            kind.ifPresent(known -> known.run(document, run));
            writeOutcome(response, kind.map(VectorKind::name).orElse("unknown"), run);
        }
    };

    private static final CryptoProvider CRYPTO = new BouncyCastleCrypto();
    private static final CryptoOperations MEASURED = new CryptoOperations(CRYPTO);
    private static final Map<String, CryptoOperation> PREPARED = new HashMap<>();
    private static final int MAX_TEXT = 1_000;
    private static final int MAX_DOCUMENT = 1 << 26;

    private final int code;

    ConformanceOperation(int code) {
        this.code = code;
    }

    @Override
    public int code() {
        return code;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes {@code struct { opaque kind<V>; uint32 passed, failed, skipped; opaque failures<V>; } VectorOutcome}. */
    private static void writeOutcome(TlsWriter response, String kind, VectorRun run) {
        response.write(ByteString.utf8(kind));
        response.writeUint32(run.passed()).writeUint32(run.failed()).writeUint32(run.skipped());
        response.writeList(run.failures().stream().map(ByteString::utf8).toList());
    }

    private static CryptoOperation prepared(String name) throws CryptoException {
        CryptoOperation operation = PREPARED.get(name);
        if (operation == null) {
            operation = MEASURED.prepare(name);
            PREPARED.put(name, operation);
        }
        return operation;
    }
}
