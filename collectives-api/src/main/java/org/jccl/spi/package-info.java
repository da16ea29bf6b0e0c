// SPDX-License-Identifier: Apache-2.0
/**
 * What a transport implements and gets: a {@link org.jccl.spi.TransportProvider} makes a {@link org.jccl.spi.Transport} for each
 * communicator, whose {@link org.jccl.spi.Link}s have {@link org.jccl.spi.Lane}s, streams of bytes with positions. Settings are
 * declared as {@link org.jccl.spi.Setting} and told of by a {@link org.jccl.spi.SettingsProvider}.
 *
 * <p>Times are nanoseconds ({@code ...Ns}), lengths bytes. Where nothing else is said, only the thread that drives the communicator
 * calls, one at a time. A transport's tests extend {@code LaneContract} and the contracts of {@code org.jccl.testing}, in the test
 * jar.
 */
package org.jccl.spi;
