package chat.paloma.cli.chat.model;

import chat.paloma.cli.chat.text.Line;
import java.util.Optional;

/**
 * A row of a timeline as it is drawn.
 *
 * @param place of it; nothing for what belongs to no post
 * @param day that it belongs to, as the line above that day says
 */
public record Row(Line line, Optional<Place> place, String day) {}
