/** What an operator can set: declared once, read from one file and the command line, checked before anything starts. */
@NullMarked
package chat.paloma.node.config;

import org.jspecify.annotations.NullMarked;
