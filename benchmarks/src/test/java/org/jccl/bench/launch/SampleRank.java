// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.error.PeerFailedException;

/** What the launcher's tests launch. */
public final class SampleRank {
    private SampleRank() {}

    /** First what to do, then for whom. */
    public static void main(final String[] args) throws Exception {
        final boolean mine = args.length > 1 && args[1].equals(System.getenv("JCCL_RANK"));
        switch (args[0]) {
            case "describe" -> describe();
            case "fail" -> endOrSleep(mine, args);
            case "notice" -> endOrNotice(mine, args);
            case "kill" -> killOrSleep(mine);
            case "elastic" -> shrinkAndGrow(mine);
            case "leave" -> killOrLeave(mine);
            case "throw" -> throw new IllegalStateException("as asked");
            case "folder" -> System.out.println(System.getenv("JCCL_RENDEZVOUS"));
            case "sum" -> sum();
            case "pid" -> sleepAfterSaying(Path.of(args[1]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void describe() throws Exception {
        final Path folder = Path.of(System.getenv("JCCL_RENDEZVOUS").substring("file://".length()));
        System.out.printf(
                "rank %s of %s, local %s, as torchrun %s of %s, same folder %s%n",
                System.getenv("JCCL_RANK"),
                System.getenv("JCCL_SIZE"),
                System.getenv("JCCL_LOCAL_RANK"),
                System.getenv("RANK"),
                System.getenv("WORLD_SIZE"),
                Files.isWritable(folder));
        System.err.print("no end");
    }

    private static void endOrSleep(final boolean mine, final String[] args) throws Exception {
        if (mine) {
            System.exit(Integer.parseInt(args[2]));
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    private static void endOrNotice(final boolean mine, final String[] args) throws Exception {
        final Path folder = Path.of(System.getenv("JCCL_RENDEZVOUS").substring("file://".length()));
        if (mine) {
            Files.createFile(folder.resolve("failed"));
            System.exit(Integer.parseInt(args[2]));
        }
        while (!Files.exists(folder.resolve("failed"))) {
            Thread.sleep(5);
        }
        Thread.sleep(200);
        System.out.println("noticed");
    }

    private static void killOrSleep(final boolean mine) throws Exception {
        if (mine) {
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start();
        }
        Thread.sleep(Long.MAX_VALUE);
    }

    /** Kills itself the first time; the others go on without it until it is back. */
    private static void shrinkAndGrow(final boolean mine) throws Exception {
        Communicator world = Communicator.builder().build();
        if (world.recovery() == null && mine) {
            killOrSleep(true);
        }
        while (world.recovery() == null || world.size() == 2) {
            world = next(world);
        }
        world.barrier();
        System.out.printf(
                "%d of %d, was %s%n",
                world.rank(), world.size(), world.recovery().formerRanks());
        world.close();
    }

    private static Communicator next(final Communicator world) {
        try {
            world.barrier();
            return world.grow(0);
        } catch (final PeerFailedException failed) {
            return world.shrink();
        }
    }

    /** The others have ended when it is started again. */
    private static void killOrLeave(final boolean mine) throws Exception {
        final boolean again = System.getenv("JCCL_JOIN") != null;
        if (mine && !again) {
            killOrSleep(true);
        }
        final Path sign = Path.of(System.getenv("JCCL_RENDEZVOUS").substring("file://".length()), "again");
        if (mine) {
            Files.createFile(sign);
            Communicator.builder().timeout(Duration.ofSeconds(2)).build();
        }
        while (!Files.exists(sign)) {
            Thread.sleep(5);
        }
    }

    private static void sum() throws Exception {
        try (Communicator world = Communicator.builder().build()) {
            final float[] ranks = {world.rank()};
            world.allReduce(ranks, ReduceOp.SUM);
            System.out.printf(
                    "%d of %d, local %s, sum %.0f, %s, secret %s%n",
                    world.rank(),
                    world.size(),
                    System.getenv("JCCL_LOCAL_RANK"),
                    ranks[0],
                    System.getenv("GREETING"),
                    isInNoCommandLine(System.getenv("JCCL_TOKEN")));
        }
    }

    private static boolean isInNoCommandLine(final String secret) {
        return ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(secret));
    }

    private static void sleepAfterSaying(final Path folder) throws Exception {
        Files.createFile(folder.resolve(Long.toString(ProcessHandle.current().pid())));
        Thread.sleep(Long.MAX_VALUE);
    }
}
