// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Durations;
import org.jccl.spi.Greeting;
import org.jccl.spi.Handshake;

/**
 * Tries to connect one lane until it succeeds, the peer has connected it, or the time is up. An attempt that was
 * accepted by the peer's kernel is not given up before the end: the peer may keep it until it has opened the
 * communicator. All but {@link #begin} runs on the event loop's thread.
 */
final class ConnectAttempts implements HandshakeHandler.Outcome {
    private static final long FIRST_PAUSE_MS = 5;
    private static final long LONGEST_PAUSE_MS = 500;

    private final EventLoop loop;
    private final InetSocketAddress address;
    private final Greeting greeting;
    private final byte[] token;
    private final long timeoutNs;
    private final LaneConnection connection;
    private final long begunNs = System.nanoTime();
    private long pauseMs = FIRST_PAUSE_MS;
    private String obstacle = "no answer";
    private OwnedSocketChannel current;
    private Future<?> deadline;

    ConnectAttempts(
            final EventLoop loop,
            final InetSocketAddress address,
            final Greeting greeting,
            final byte[] token,
            final long timeoutNs,
            final LaneConnection connection) {
        this.loop = loop;
        this.address = address;
        this.greeting = greeting;
        this.token = token;
        this.timeoutNs = timeoutNs;
        this.connection = connection;
    }

    void begin() {
        loop.execute(() -> {
            deadline = loop.schedule(this::timeUp, timeoutNs, TimeUnit.NANOSECONDS);
            attempt();
        });
    }

    private void attempt() {
        if (!connection.isConnecting()) {
            deadline.cancel(false);
            return;
        }
        final ExactReads reads = new ExactReads();
        final OwnedSocketChannel channel = new OwnedSocketChannel();
        current = channel;
        final ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, Math.min(restMs(), Integer.MAX_VALUE)))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel fresh) {
                        // a stage that encrypts goes before this one; its channel then stays with the pipeline
                        fresh.pipeline().addLast(new HandshakeHandler(greeting, token, reads, ConnectAttempts.this));
                    }
                })
                .connect(address);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                lost(done.cause());
            }
        });
    }

    @Override
    public void verdict(final byte verdict) {
        switch (verdict) {
            case Handshake.ACCEPTED:
                handOver();
                break;
            case Handshake.DUPLICATE:
                // until the peer's connection is there, there is nothing to do but watch the time
                obstacle = "it was connecting to us";
                abandon();
                break;
            case Handshake.WRONG_TOKEN:
                refuse("refused the connection: it was given another secret (token)");
                break;
            default:
                obstacle = "it does not know this communicator";
                retry();
        }
    }

    @Override
    public void stranger() {
        refuse("is no JCCL of this version at " + address.getHostString() + ":" + address.getPort());
    }

    @Override
    public void lost(final Throwable cause) {
        obstacle = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        retry();
    }

    /** From here on the owner drives the socket; Netty has no key, no buffer and no handler on it any more. */
    private void handOver() {
        final OwnedSocketChannel channel = current;
        current = null;
        deadline.cancel(false);
        channel.deregister().addListener(done -> connection.connected(channel.socketChannel()));
    }

    private void retry() {
        abandon();
        final long pause = Math.min(pauseMs, restMs());
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        if (pause > 0) {
            loop.schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
        }
    }

    private void refuse(final String reason) {
        abandon();
        deadline.cancel(false);
        connection.failed(reason);
    }

    private void timeUp() {
        refuse("did not answer at " + address.getHostString() + ":" + address.getPort() + " within "
                + Durations.text(timeoutNs) + " (" + obstacle + ")");
    }

    private void abandon() {
        if (current != null) {
            current.close();
        }
    }

    private long restMs() {
        return TimeUnit.NANOSECONDS.toMillis(timeoutNs - (System.nanoTime() - begunNs));
    }
}
