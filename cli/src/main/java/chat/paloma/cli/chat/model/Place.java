package chat.paloma.cli.chat.model;

import chat.paloma.core.room.operation.OperationId;

/**
 * A row of a timeline, whatever is loaded around it and however wide the screen is.
 *
 * @param below how many rows of the same post stand below it
 */
public record Place(OperationId post, int below) {}
