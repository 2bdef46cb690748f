/** Large encrypted files: who may move them, where their bytes are, and how they travel over HTTP. */
@NullMarked
package chat.paloma.node.blob;

import org.jspecify.annotations.NullMarked;
