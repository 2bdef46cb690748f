package chat.paloma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import chat.paloma.cli.MainForTests.Result;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {
    @Test
    void everythingHeldIsOneLine() {
        Result result = MainForTests.run("simulate", "--seed", "3", "--clients", "2", "--steps", "200");
        assertEquals(0, result.status(), result.out());
        assertEquals(1, result.out().lines().count(), result.out());
        assertTrue(result.out().startsWith("seed 3: ok, "), result.out());
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        String[] arguments = {"simulate", "--seed", "4", "--clients", "2", "--steps", "200", "--malicious"};
        String first = MainForTests.run(arguments).out();
        String second = MainForTests.run(arguments).out();
        assertEquals(first.substring(0, first.lastIndexOf(',')), second.substring(0, second.lastIndexOf(',')));
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertEquals(2, MainForTests.run("simulate", "--suite", "quantum").status());
        assertEquals(2, MainForTests.run("simulate", "--faults", "earthquake").status());
        assertEquals(2, MainForTests.run("simulate", "--clients", "0").status());
        assertTrue(MainForTests.run("simulate", "--faults", "earthquake")
                .err()
                .contains("no fault is called 'earthquake'"));
    }
}
