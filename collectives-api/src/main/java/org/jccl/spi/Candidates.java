// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a process may be dialled, and how it is recognised there: a private address that it has, docker's 172.17.0.1 for
 * one, belongs to somebody else wherever the network is another. Immutable, any thread.
 *
 * @param identity what this process, and no other, says in its challenges
 * @param addresses best first, never empty; hosts may be names
 */
public record Candidates(long identity, List<InetSocketAddress> addresses) {
    private static final int RADIX = 16;
    /** More interfaces than any machine has that is of use; each costs those that dial a connection. */
    private static final int MOST = 64;

    /** Copies the list. */
    public Candidates {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("a process that publishes no address cannot be dialled");
        }
    }

    /** The best of them. */
    public InetSocketAddress first() {
        return addresses.get(0);
    }

    /** As text that {@link #parse} reads, in ASCII without line breaks. */
    public String encode() {
        return Long.toUnsignedString(identity, RADIX) + " "
                + addresses.stream().map(Addresses::text).collect(Collectors.joining(" "));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Candidates parse(final String text) {
        final String[] words = text.split(" ");
        if (words.length > MOST + 1) {
            throw new IllegalArgumentException(words.length - 1 + " addresses, more than " + MOST);
        }
        return new Candidates(
                Long.parseUnsignedLong(words[0], RADIX),
                Stream.of(words).skip(1).map(Addresses::parse).toList());
    }

    /**
     * As this machine must dial them: names are looked up, which may take a while, and link-local addresses stand once
     * behind each interface.
     */
    public Candidates dialled() {
        // by their text, because addresses that differ only in their scope count as equal
        final Map<String, InetSocketAddress> here = new LinkedHashMap<>();
        addresses.stream()
                .flatMap(Addresses::dialled)
                .forEach(address -> here.putIfAbsent(Addresses.text(address), address));
        return here.isEmpty() ? this : new Candidates(identity, List.copyOf(here.values()));
    }

    /** All addresses, for messages. */
    @Override
    public String toString() {
        return addresses.stream().map(Addresses::text).collect(Collectors.joining(", "));
    }
}
