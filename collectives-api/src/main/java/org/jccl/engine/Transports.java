// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.jccl.error.TransportException;
import org.jccl.spi.TransportProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transports on the class path. */
final class Transports {
    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);
    private static final String AUTO = "auto";

    private Transports() {}

    /** Every transport there is, the quickest first. */
    static List<TransportProvider> all() {
        final List<TransportProvider> providers = new ArrayList<>();
        ServiceLoader.load(TransportProvider.class, Transports.class.getClassLoader())
                .forEach(providers::add);
        providers.sort(Comparator.comparingInt(TransportProvider::latencyNs).thenComparing(TransportProvider::name));
        return providers;
    }

    /**
     * Those that a communicator opens: with {@code auto} all that can be used, else the ones named.
     *
     * @param names one name or several, with commas
     * @throws TransportException if one that was named is not there or cannot be used; the message says why
     */
    static List<TransportProvider> wanted(final String names) {
        final List<TransportProvider> all = all();
        if (isAuto(names)) {
            return all.stream().filter(Transports::isUsable).toList();
        }
        final List<TransportProvider> wanted = new ArrayList<>();
        for (final String name : names.split(",")) {
            wanted.add(named(all, name.trim()));
        }
        return wanted;
    }

    /** Whether that asks for whatever can be used. */
    static boolean isAuto(final String names) {
        return names.equals(AUTO);
    }

    private static boolean isUsable(final TransportProvider provider) {
        final String reason = provider.unavailable();
        if (reason != null) {
            LOG.debug("transport {} is not used: {}", provider.name(), reason);
        }
        return reason == null;
    }

    private static TransportProvider named(final List<TransportProvider> all, final String name) {
        for (final TransportProvider provider : all) {
            if (provider.name().equals(name)) {
                final String reason = provider.unavailable();
                if (reason != null) {
                    throw new TransportException("transport " + name + " cannot be used: " + reason);
                }
                return provider;
            }
        }
        throw new TransportException("no transport '" + name + "'; there are " + AUTO + " and "
                + all.stream().map(TransportProvider::name).toList()
                + (name.equals("tcp") ? "; add org.jccl:transport-tcp to the class path" : ""));
    }
}
