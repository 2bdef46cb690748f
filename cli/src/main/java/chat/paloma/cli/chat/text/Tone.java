package chat.paloma.cli.chat.text;

import java.util.List;

/** What a colour means. Each says with a word or a sign as well what it says: without colours nothing is lost. */
public enum Tone {
    TEXT,
    /** Secondary. */
    QUIET,
    /** Actions, what is selected, what is new. */
    ACCENT,
    GOOD,
    WARN,
    DANGER,
    PERSON_1,
    PERSON_2,
    PERSON_3,
    PERSON_4,
    PERSON_5,
    PERSON_6;

    private static final List<Tone> PEOPLE = List.of(PERSON_1, PERSON_2, PERSON_3, PERSON_4, PERSON_5, PERSON_6);

    /** The colour of somebody, from any number that stands for them. */
    public static Tone ofPerson(int number) {
        return PEOPLE.get(Math.floorMod(number, PEOPLE.size()));
    }
}
