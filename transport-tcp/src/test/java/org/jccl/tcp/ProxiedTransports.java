// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jccl.control.Endpoint;
import org.jccl.spi.Candidates;
import org.jccl.spi.ConnectedTransports;
import org.jccl.spi.Connections;
import org.jccl.spi.Greeting;
import org.jccl.spi.Lane;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/** Two ranks whose lanes go through a proxy, whoever dials. */
final class ProxiedTransports implements Closeable {
    private final CuttingProxy[] proxies = new CuttingProxy[2];
    private final ConnectedTransports ranks;

    ProxiedTransports(final CuttingProxy.Cuts cuts, final Map<String, String> settings) {
        ranks = ConnectedTransports.open(new TcpTransportProvider(), 2, rank -> listen(rank, cuts, settings), settings);
    }

    private Connections listen(final int rank, final CuttingProxy.Cuts cuts, final Map<String, String> settings) {
        final Endpoint endpoint = Loopback.listen(settings);
        try {
            proxies[rank] = new CuttingProxy(endpoint.address().getPort(), cuts);
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
        return new Redirected(endpoint, proxies[rank]);
    }

    ConnectedTransports ranks() {
        return ranks;
    }

    Lane lane(final int from, final int to) {
        return ranks.lane(from, to, 0);
    }

    CuttingProxy proxy(final int rank) {
        return proxies[rank];
    }

    int cuts() {
        return proxies[0].cuts() + proxies[1].cuts();
    }

    @Override
    public void close() throws IOException {
        ranks.close();
        for (final CuttingProxy proxy : proxies) {
            proxy.close();
        }
    }

    /** A port that tells the others the proxy's address for its own. */
    private record Redirected(Endpoint endpoint, CuttingProxy proxy) implements Connections, AutoCloseable {
        @Override
        public Candidates candidates() {
            return new Candidates(endpoint.candidates().identity(), List.of(proxy.address()));
        }

        @Override
        public byte[] token() {
            return endpoint.token();
        }

        @Override
        public Wiring wiring() {
            return endpoint.wiring();
        }

        @Override
        public void accept(final long communicator, final BiConsumer<Greeting, Wire> acceptor) {
            endpoint.accept(communicator, acceptor);
        }

        @Override
        public void refuse(final long communicator) {
            endpoint.refuse(communicator);
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }
}
