// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jccl.spi.Addresses;
import org.jccl.spi.Handshake;
import org.jccl.spi.IncompatiblePeerException;

/**
 * Tries one of a peer's addresses. An attempt that was accepted by the peer's kernel is not given up before the end: the
 * peer may keep it until it has opened the communicator. Runs on the event loop's thread.
 */
final class AddressAttempts implements HandshakeHandler.Outcome {
    private static final long FIRST_PAUSE_MS = 5;
    private static final long LONGEST_PAUSE_MS = 500;
    private static final String NOT_TRIED = "not tried";
    private static final String NO_ANSWER = "no answer";

    private final EventLoop loop;
    private final Connector connector;
    private final InetSocketAddress address;
    private final LaneGreeting greeting;
    private final ConnectAttempts lane;
    private long pauseMs = FIRST_PAUSE_MS;
    private String obstacle = NOT_TRIED;
    private OwnedSocketChannel current;
    private boolean hopeless;
    private int attempts;

    AddressAttempts(
            final EventLoop loop,
            final Connector connector,
            final InetSocketAddress address,
            final LaneGreeting greeting,
            final ConnectAttempts lane) {
        this.loop = loop;
        this.connector = connector;
        this.address = address;
        this.greeting = greeting;
        this.lane = lane;
    }

    InetSocketAddress address() {
        return address;
    }

    long identity() {
        return greeting.identity();
    }

    /** Whether trying again is of no use. */
    boolean isHopeless() {
        return hopeless;
    }

    void attempt() {
        if (current != null || hopeless || !lane.wants(this)) {
            return;
        }
        attempts++;
        obstacle = obstacle.equals(NOT_TRIED) ? NO_ANSWER : obstacle;
        final ExactReads reads = new ExactReads();
        final OwnedSocketChannel channel = connector.open();
        current = channel;
        final ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, Math.min(lane.restMs(), Integer.MAX_VALUE)))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(final Channel fresh) {
                        // a stage that encrypts goes before this one; its channel then stays with the pipeline
                        fresh.pipeline().addLast(new HandshakeHandler(greeting, reads, AddressAttempts.this));
                    }
                })
                .connect(address);
        connecting.addListener(done -> {
            if (current != channel) {
                return;
            }
            if (done.isSuccess()) {
                // what an earlier attempt met is over
                obstacle = NO_ANSWER;
            } else {
                lost(done.cause());
            }
        });
    }

    /** Ends what is under way; {@link #resume} begins anew. */
    void abandon() {
        if (current != null) {
            final OwnedSocketChannel given = current;
            current = null;
            given.close();
        }
    }

    /** Begins anew if it had begun before. */
    void resume() {
        if (!obstacle.equals(NOT_TRIED)) {
            loop.schedule(this::attempt, pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void recognised() {
        lane.recognised(this);
    }

    @Override
    public void verdict(final byte verdict) {
        switch (verdict) {
            case Handshake.ACCEPTED:
                lane.connected(current);
                break;
            case Handshake.DUPLICATE:
                obstacle = "it was connecting to us";
                abandon();
                lane.waitForPeer();
                break;
            case Handshake.WRONG_TOKEN:
                lane.refuse("refused the connection: it was given another secret (token)");
                break;
            default:
                obstacle = "it does not know this communicator";
                retry();
        }
    }

    @Override
    public void stranger(final String what) {
        obstacle = what;
        hopeless = true;
        abandon();
        lane.failed(this);
    }

    @Override
    public void lost(final Throwable cause) {
        if (current == null) {
            // given up on purpose
            return;
        }
        if (cause instanceof IncompatiblePeerException) {
            stranger(cause.getMessage());
            return;
        }
        obstacle = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        retry();
    }

    private void retry() {
        abandon();
        final long pause = Math.min(pauseMs, lane.restMs());
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        if (pause > 0) {
            loop.schedule(this::attempt, pause, TimeUnit.MILLISECONDS);
        }
        lane.failed(this);
    }

    /** Where, and what stands in the way. */
    @Override
    public String toString() {
        return Addresses.text(address) + ": " + obstacle + (attempts > 1 ? " (attempt " + attempts + ")" : "");
    }
}
