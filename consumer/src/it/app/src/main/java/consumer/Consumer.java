// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.bootstrap.Rendezvous;

/** Three ranks that are threads add vectors over each transport that any machine has. */
public final class Consumer {
    private static final int RANKS = 3;

    private Consumer() {}

    /** Throws if a sum is wrong, or a module is not called what it should be. */
    public static void main(final String[] args) throws Exception {
        for (final String transport : List.of("local", "shm", "tcp")) {
            run(transport);
        }
        final Module library = Communicator.class.getModule();
        final boolean modular = Consumer.class.getModule().isNamed();
        if (modular && !library.getName().equals("org.jccl")) {
            throw new AssertionError("the library's module is " + library);
        }
        if (modular) {
            requireModules("org.jccl.tcp", "org.jccl.rdma", "org.jccl.gpu", "org.jccl.micrometer");
        }
        System.out.println("consumer: right sums over local, shm and tcp on the "
                + (modular ? "module path" : "class path") + ", Java " + Runtime.version().feature() + ", "
                + library);
    }

    private static void requireModules(final String... names) {
        Arrays.stream(names).forEach(name -> ModuleLayer.boot()
                .findModule(name)
                .orElseThrow(() -> new AssertionError("no module " + name)));
    }

    private static void run(final String transport) throws Exception {
        final Rendezvous place = new InMemoryStore();
        final ExecutorService threads = Executors.newFixedThreadPool(RANKS);
        try {
            final List<Future<?>> ranks = IntStream.range(0, RANKS)
                    .<Future<?>>mapToObj(rank -> threads.submit(() -> add(place, rank, transport)))
                    .toList();
            for (final Future<?> rank : ranks) {
                rank.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void add(final Rendezvous place, final int rank, final String transport) {
        try (Communicator world = Communicator.builder()
                .rank(rank)
                .size(RANKS)
                .rendezvous(place)
                .transport(transport)
                .set("socket.ifname", "lo")
                .build()) {
            final float[] vector = new float[100_000];
            Arrays.fill(vector, 1 + rank);
            world.allReduce(vector, ReduceOp.SUM);
            final float[] expected = new float[vector.length];
            Arrays.fill(expected, 1 + 2 + 3);
            if (!Arrays.equals(expected, vector)) {
                throw new AssertionError("wrong sum over " + transport + " on rank " + rank + ": " + vector[0]);
            }
        }
    }
}
