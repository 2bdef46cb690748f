/**
 * The command line: one class a command. What a command does lives in the modules below; a class here reads arguments,
 * calls, prints, and turns the outcome into an exit code.
 */
@NullMarked
package chat.paloma.cli;

import org.jspecify.annotations.NullMarked;
