// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ranks on another host, where {@link HostMain} runs them at the other end of an {@code ssh}. */
final class RemoteHost implements RankHost {
    private static final long ALIVE_MS = 5000;
    /** The other end kills what does not end, and says so; then the connection closes. */
    private static final long CLOSE_MS = ChildRanks.KILL_AFTER.toMillis() + 3000;

    private final String name;
    private final RemoteShell shell;
    private final RankEvents events;
    private final PrintStream err;
    private final Process ssh;
    private final DataOutputStream out;
    private final LastLines said = new LastLines();
    private final Set<Integer> running = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Greeting> greeting = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "host-reader");
    private final Thread complaints = new Thread(this::passOnComplaints, "host-complaints");
    private volatile String lost;

    private RemoteHost(
            final String name,
            final RemoteShell shell,
            final RankEvents events,
            final PrintStream err,
            final Process ssh) {
        this.name = name;
        this.shell = shell;
        this.events = events;
        this.err = err;
        this.ssh = ssh;
        this.out = new DataOutputStream(new BufferedOutputStream(ssh.getOutputStream()));
    }

    /** Begins to connect. */
    static RemoteHost dial(final String name, final RemoteShell shell, final RankEvents events, final PrintStream err)
            throws UnreachableHostException {
        try {
            final Process ssh = new ProcessBuilder(shell.command(name)).start();
            final RemoteHost host = new RemoteHost(name, shell, events, err, ssh);
            host.begin(host.reader);
            host.begin(host.complaints);
            return host;
        } catch (final IOException cannot) {
            throw new UnreachableHostException("cannot start '" + shell.ssh().get(0) + "': " + cannot.getMessage()
                    + "; install OpenSSH's client, or name another command with --ssh");
        }
    }

    private void begin(final Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits until the host answers. */
    Greeting await(final long deadlineNs) throws UnreachableHostException, InterruptedException {
        try {
            final Greeting here = greeting.get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (here.protocol() != Greeting.PROTOCOL || !here.release().equals(Greeting.ownRelease())) {
                throw new UnreachableHostException(name + ": JCCL is " + here.release() + " there, but "
                        + Greeting.ownRelease() + " here; use the same on all hosts, or name it: --remote-class-path");
            }
            begin(new Thread(this::stayAlive, "host-alive"));
            return here;
        } catch (final TimeoutException silent) {
            throw new UnreachableHostException(
                    name + ": no answer; try: " + String.join(" ", shell.ssh()) + " " + name + " true");
        } catch (final ExecutionException refused) {
            throw new UnreachableHostException(refused.getCause().getMessage());
        }
    }

    @Override
    public void start(final int rank, final RankProgram program, final Map<String, String> variables) {
        running.add(rank);
        try {
            synchronized (out) {
                new HostWire.Start(rank, program, variables).write(out);
            }
        } catch (final IOException gone) {
            lose(rank);
        }
        if (lost != null) {
            lose(rank);
        }
    }

    private void stayAlive() {
        try {
            while (ssh.isAlive()) {
                Thread.sleep(ALIVE_MS);
                synchronized (out) {
                    out.writeByte(HostWire.ALIVE);
                    out.flush();
                }
            }
        } catch (final IOException gone) {
            // the reader notices as well
        } catch (final InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(ssh.getInputStream(), 1 << 16))) {
            final Greeting first = Greeting.read(in);
            if (first != null) {
                greeting.complete(first);
                for (int message = in.read(); message >= 0; message = in.read()) {
                    accept(message, in);
                }
            }
        } catch (final IOException broken) {
            said.add(broken.toString());
        }
        closed();
    }

    private void accept(final int message, final DataInputStream in) throws IOException {
        final int rank = in.readInt();
        switch (message) {
            case HostWire.PRINTED -> {
                final OutputKind kind = OutputKind.values()[in.readUnsignedByte()];
                final byte[] bytes = HostWire.readBytes(in);
                events.printed(rank, kind, bytes, bytes.length);
            }
            case HostWire.ENDED -> {
                running.remove(rank);
                events.ended(RankEnd.of(rank, in.readInt()));
            }
            default -> throw new IOException("message " + message + " from " + name + " is unknown");
        }
    }

    /** The end of everything that comes from there, expected or not. */
    private void closed() {
        try {
            ssh.getOutputStream().close();
            complaints.join(CLOSE_MS);
            final int status = ssh.waitFor(CLOSE_MS, TimeUnit.MILLISECONDS) ? ssh.exitValue() : RankEnd.LOST;
            final ConnectionEnd end = new ConnectionEnd(name, shell, status, said.list());
            lost = end.afterwards();
            greeting.completeExceptionally(new UnreachableHostException(end.beforeGreeting()));
            running.forEach(this::lose);
        } catch (final IOException | InterruptedException hurry) {
            ssh.destroyForcibly();
        }
    }

    /** Once only, whoever notices first. */
    private void lose(final int rank) {
        if (running.remove(rank)) {
            events.ended(RankEnd.lost(rank, lost == null ? "the connection to " + name + " broke" : lost));
        }
    }

    /** Of ssh, of the shell there, of the JVM there. */
    private void passOnComplaints() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(ssh.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                if (greeting.isDone()) {
                    err.println("[" + name + "] " + line);
                }
            }
        } catch (final IOException gone) {
            // nothing more to pass on
        }
    }

    @Override
    public void askToEnd() {
        try {
            ssh.getOutputStream().close();
        } catch (final IOException gone) {
            ssh.destroy();
        }
    }

    @Override
    public void awaitEnd() {
        try {
            if (ssh.waitFor(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        ssh.destroyForcibly();
    }

    @Override
    public void drain() throws InterruptedException {
        reader.join(ChildRanks.KILL_AFTER.toMillis());
    }
}
