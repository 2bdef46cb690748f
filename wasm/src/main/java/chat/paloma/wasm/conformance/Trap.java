package chat.paloma.wasm.conformance;

/**
 * Faults that WebAssembly answers with a trap, or with an exception that nobody catches. Each takes a number that the
 * compiler cannot foresee and that is 0.
 */
enum Trap {
    DIVIDE_BY_ZERO {
        @Override
        long spring(int zero) {
            return 1 / zero;
        }
    },
    STACK_OVERFLOW {
        @Override
        long spring(int zero) {
            return zero < 0 ? zero : 1 + spring(zero + 1);
        }
    },
    NEGATIVE_ARRAY_SIZE {
        @Override
        long spring(int zero) {
            return new byte[zero - 1].length;
        }
    },
    HUGE_ARRAY {
        @Override
        long spring(int zero) {
            return new long[Integer.MAX_VALUE - zero].length;
        }
    },
    UNCAUGHT_EXCEPTION {
        @Override
        long spring(int zero) {
            throw new IllegalStateException("nobody catches this, " + zero);
        }
    },
    ENDLESS_LOOP {
        @Override
        long spring(int zero) {
            long turns = 0;
            while (turns >= zero) {
                turns = turns + 1 & Long.MAX_VALUE;
            }
            return turns;
        }
    };

    /** Runs into the fault. */
    abstract long spring(int zero);
}
