// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jccl.buffer.MemoryKind;
import org.jccl.error.TransportException;
import org.jccl.spi.Settings;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ranks that share a fabric with RDMA, InfiniBand or RoCE, through UCX. */
public final class RdmaTransportProvider implements TransportProvider {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaTransportProvider.class);

    @Override
    public String name() {
        return "rdma";
    }

    @Override
    public String unavailable() {
        return Inspection.ABSENCE;
    }

    @Override
    public List<String> details() {
        final List<String> details = new ArrayList<>(List.of(UcxLibrary.versions()));
        details.addAll(Devices.ofMachine().describe());
        if (!Inspection.TRANSPORTS.isEmpty()) {
            details.add("UCX may use " + String.join(", ", Inspection.TRANSPORTS));
            details.add("UCX moves memory of the host" + (Inspection.carriesCuda ? " and of CUDA devices" : " alone"));
        }
        return details;
    }

    @Override
    public int latencyNs() {
        return 2_000;
    }

    @Override
    public Transport open(final TransportContext context) {
        if (unavailable() != null) {
            throw new TransportException("rdma: " + unavailable());
        }
        return new RdmaTransport(context);
    }

    /** Found out once: to look for devices takes UCX tens of milliseconds. */
    private static final class Inspection {
        /** See {@link UcxLibrary#transports}. */
        static final List<String> TRANSPORTS = new ArrayList<>();

        static boolean carriesCuda;

        private static final String TOO_OLD = UcxLibrary.versions() + ": this UCX is too old, JCCL needs 1.13 or newer";

        static final String ABSENCE = inspect();

        private static String inspect() {
            final boolean devices = Devices.ofMachine().areThere();
            if (!devices && System.getenv("UCX_TLS") == null) {
                // before anything of UCX's is loaded, which would say so at length
                return "this machine has no device for RDMA (/sys/class/infiniband is empty); tcp is used instead";
            }
            final String absence = UcxLibrary.absence();
            final String reason = absence != null ? absence : Ucp.IS_COMPLETE ? open() : TOO_OLD;
            if (devices && reason != null) {
                LOG.warn("there are devices for RDMA, but they are not used: {}", reason);
            }
            return reason;
        }

        private static String open() {
            try {
                final SharedContext context =
                        SharedContext.open(UcxSettings.of(Settings.ofProcess(Map.of()), System::getenv));
                TRANSPORTS.addAll(UcxLibrary.transports(context.ucp()));
                carriesCuda = context.carries(MemoryKind.CUDA);
                context.release();
                return TRANSPORTS.stream().anyMatch(UcxSettings::isFabric)
                        ? LockedMemory.ofProcess().shortage()
                        : null;
            } catch (final TransportException | LinkageError nothing) {
                return nothing.getMessage();
            }
        }
    }
}
