/** Tests of the files in {@code deploy/}, with the programs that they are for. */
@NullMarked
package chat.paloma.node.deploy;

import org.jspecify.annotations.NullMarked;
