/**
 * Who people and their devices are: accounts that nobody can give another root key, the signed list of an account's
 * devices, and how a device shows that it is on it. {@code docs/protocol.md}, <i>Names</i> and <i>Identity</i>.
 *
 * <p>Nothing here is secret but what stands in {@code RootKey}, {@code ListKey}, {@code DeviceKeys} and {@code
 * AccountKeys}. It is not responsible for where those are kept, for who may use a handle, nor for what a device may do.
 */
@NullMarked
package chat.paloma.core.identity;

import org.jspecify.annotations.NullMarked;
