package chat.paloma.core.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.core.crypto.RandomSource;
import chat.paloma.core.mls.testing.SeededRandom;
import chat.paloma.core.mls.tree.ExtensionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GreaseTest {
    private final RandomSource random = new SeededRandom(5);

    private List<ExtensionType> mix(List<ExtensionType> entries, int most) {
        return Grease.mixInto(entries, most, ExtensionType::value, ExtensionType::new, random);
    }

    @Test
    void isTheFifteenReservedNumbersAndNoOther() {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number <= 0xffff; number++) {
            if (Grease.isGrease(number)) {
                numbers.add(number);
            }
        }
        List<Integer> reserved = new ArrayList<>();
        for (int digit = 0; digit < 15; digit++) {
            reserved.add(Integer.parseInt(Integer.toHexString(digit) + "a" + Integer.toHexString(digit) + "a", 16));
        }
        assertEquals(reserved, numbers);
    }

    @Test
    void isMixedInOnceAtAnyPlace() {
        List<ExtensionType> entries = List.of(new ExtensionType(1), new ExtensionType(2));
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            List<ExtensionType> mixed = mix(entries, 10);
            assertEquals(3, mixed.size());
            List<ExtensionType> others = new ArrayList<>(mixed);
            others.removeIf(type -> Grease.isGrease(type.value()));
            assertEquals(entries, others);
            assertSame(mixed, mix(mixed, 10));
            places.add(mixed.indexOf(mixed.stream()
                    .filter(type -> Grease.isGrease(type.value()))
                    .findFirst()
                    .orElseThrow()));
        }
        assertEquals(Set.of(0, 1, 2), places);
    }

    @Test
    void aFullListStays() {
        List<ExtensionType> full = Collections.nCopies(10, new ExtensionType(1));
        assertSame(full, mix(full, 10));
        assertTrue(Grease.isGrease(mix(List.of(), 10).getFirst().value()));
    }
}
