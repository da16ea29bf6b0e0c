// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/**
 * What the listening side says first.
 *
 * @param identity which process this is, as in the {@link Candidates} it published
 * @param nonce what the greeting must be signed with
 */
public record Challenge(long identity, byte[] nonce) {}
