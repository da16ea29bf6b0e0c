// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;

/** Slurm's lists of hosts: {@code head,gpu[001-004,007],rack[1-2]n[01-10]}. */
final class SlurmHosts {
    private static final Pattern GROUP = Pattern.compile("\\[(\\d+)[^\\]]*]");

    private SlurmHosts() {}

    /** The first host; rank 0 runs there. */
    static String first(final String list) {
        final String entry = list.substring(0, firstComma(list)).trim();
        // the first of every bracket is the first host, with the zeros that the list writes
        final String host = GROUP.matcher(entry).replaceAll(group -> Matcher.quoteReplacement(group.group(1)));
        if (host.isEmpty() || host.indexOf('[') >= 0 || host.indexOf(']') >= 0) {
            throw new InvalidUsageException("the list of hosts '" + list
                    + "' is not in Slurm's form; set JCCL_RENDEZVOUS" + " to tcp://host:port of rank 0");
        }
        return host;
    }

    private static int firstComma(final String list) {
        int depth = 0;
        for (int i = 0; i < list.length(); i++) {
            final char next = list.charAt(i);
            depth += next == '[' ? 1 : next == ']' ? -1 : 0;
            if (next == ',' && depth == 0) {
                return i;
            }
        }
        return list.length();
    }
}
