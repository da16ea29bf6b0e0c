// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.List;
import java.util.stream.Stream;

/**
 * Names of network interfaces in NCCL's grammar: {@code eth,ib} are prefixes, {@code =eth0} is a whole name, {@code
 * ^docker,veth} excludes, {@code ^=docker0} excludes whole names. The leading signs hold for the whole list.
 */
record InterfaceFilter(boolean excludes, boolean exact, List<String> names) {
    static InterfaceFilter parse(final String text) {
        final boolean excludes = text.startsWith("^");
        final String signed = excludes ? text.substring(1) : text;
        final boolean exact = signed.startsWith("=");
        final String list = exact ? signed.substring(1) : signed;
        final List<String> names = Stream.of(list.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
        return new InterfaceFilter(excludes, exact, names);
    }

    /** Whether an interface of that name may be used. */
    boolean admits(final String name) {
        return excludes != names.stream().anyMatch(wanted -> exact ? name.equals(wanted) : name.startsWith(wanted));
    }
}
