/** The browser client's files, as the node serves them. It knows nothing of what they do. */
@NullMarked
package chat.paloma.node.web;

import org.jspecify.annotations.NullMarked;
