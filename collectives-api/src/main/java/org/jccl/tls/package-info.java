// SPDX-License-Identifier: Apache-2.0
/**
 * TLS 1.3 over the sockets of a job, by the JDK's own engine: {@link org.jccl.tls.Credentials} reads the files that say
 * who a rank is, and lays an {@link org.jccl.spi.Wire} over each socket.
 */
package org.jccl.tls;
