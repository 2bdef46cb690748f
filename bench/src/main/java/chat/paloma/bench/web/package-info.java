/** The page that a node serves, in a browser, with a large room. */
@NullMarked
package chat.paloma.bench.web;

import org.jspecify.annotations.NullMarked;
