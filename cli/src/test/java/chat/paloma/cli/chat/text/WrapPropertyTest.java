package chat.paloma.cli.chat.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WrapPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars('a', 'b', ' ', 'ü', '漢', '字').ofMaxLength(120);
    }

    @Property(tries = 500)
    void linesFitAndNothingIsLost(@ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 40) int columns) {
        List<Line> lines = Wrap.lines(Line.of(text), columns);
        assertTrue(lines.stream().allMatch(line -> line.width() <= columns));
        assertEquals(
                text.replace(" ", ""),
                lines.stream().map(Line::text).collect(Collectors.joining()).replace(" ", ""));
    }

    @Property(tries = 300)
    void fittedLinesAreExactlySoWide(@ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int columns) {
        assertEquals(columns, Line.of(text).fit(columns, "…").width());
    }

    @Example
    void breaksBetweenWords() {
        Line text = Line.of("Can we ship ").plus("on Friday", Style.STRONG);
        assertEquals(
                List.of("Can we", "ship on", "Friday"),
                Wrap.lines(text, 7).stream().map(Line::text).toList());
        assertEquals(
                Style.STRONG, Wrap.lines(text, 7).getLast().spans().getFirst().style());
    }

    @Example
    void marksWhatIsStrongMentionedOrCode() {
        Line line = Markup.lines("**now** @ben `make`").getFirst();
        assertEquals("now @ben `make`", line.text());
        assertEquals(
                List.of(Style.STRONG, Style.TEXT, Style.ACCENT, Style.TEXT, Style.ACCENT),
                line.spans().stream().map(Span::style).toList());
    }
}
