// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses that the whole internet may reach from those of private networks. */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(final InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.isSiteLocalAddress()
                && !(address instanceof Inet4Address ? isShared(address.getAddress()) : isUniqueLocal(address));
    }

    /** 100.64.0.0/10: behind a provider's NAT, and what overlay networks hand out. */
    private static boolean isShared(final byte[] address) {
        return address[0] == 100 && (address[1] & 0xC0) == 64;
    }

    /** fc00::/7. */
    private static boolean isUniqueLocal(final InetAddress address) {
        return (address.getAddress()[0] & 0xFE) == 0xFC;
    }
}
