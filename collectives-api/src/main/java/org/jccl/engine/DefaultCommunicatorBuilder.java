// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.control.Sockets;
import org.jccl.spi.Settings;

/** Collects options; what is not said comes from properties, environment, launcher, and defaults, in that order. */
final class DefaultCommunicatorBuilder implements CommunicatorBuilder {
    private final Map<String, String> explicit = new HashMap<>();
    private Rendezvous rendezvous;
    private ServerSocketChannel listener;
    private int rank = -1;
    private int size = -1;

    @Override
    public CommunicatorBuilder rank(final int newRank) {
        rank = newRank;
        return this;
    }

    @Override
    public CommunicatorBuilder size(final int newSize) {
        size = newSize;
        return this;
    }

    @Override
    public CommunicatorBuilder rendezvous(final Rendezvous newRendezvous) {
        rendezvous = Objects.requireNonNull(newRendezvous, "rendezvous");
        return this;
    }

    @Override
    public CommunicatorBuilder rendezvous(final String address) {
        return set("rendezvous", address);
    }

    @Override
    public CommunicatorBuilder transport(final String name) {
        return set("transport", name);
    }

    @Override
    public CommunicatorBuilder timeout(final Duration timeout) {
        return set("timeout", CommunicatorOptions.requirePositive(timeout).toMillis() + "ms");
    }

    @Override
    public CommunicatorBuilder join(final String members) {
        return set("join", members);
    }

    @Override
    public CommunicatorBuilder name(final String name) {
        return set("name", name);
    }

    @Override
    public CommunicatorBuilder token(final String secret) {
        return set("token", secret);
    }

    @Override
    public CommunicatorBuilder algorithms(final String rules) {
        return set("algo", rules);
    }

    @Override
    public CommunicatorBuilder listener(final ServerSocketChannel newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    @Override
    public CommunicatorBuilder set(final String name, final String value) {
        explicit.put(name, Objects.requireNonNull(value, name));
        return this;
    }

    @Override
    public Communicator build() {
        try {
            return new Launch(Settings.ofProcess(explicit), rank, size, rendezvous, listener).communicator();
        } catch (final RuntimeException | Error failed) {
            Sockets.close(listener);
            throw failed;
        }
    }
}
