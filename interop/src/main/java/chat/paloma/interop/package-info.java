/**
 * Implementations of MLS behind one interface, for tests of interoperation and for benchmarks: Paloma's own, Bouncy
 * Castle's and ts-mls. No part of what people run.
 *
 * <p>An {@link chat.paloma.interop.MlsImplementation} makes {@link chat.paloma.interop.MlsPeer members}.
 */
@NullMarked
package chat.paloma.interop;

import org.jspecify.annotations.NullMarked;
