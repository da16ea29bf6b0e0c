// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/** A collective operation, or a send or receive, from where it has its place in the order to its end. */
@Name("org.jccl.Operation")
@Label("Collective Operation")
@Category("JCCL")
@Description("Of small operations one in 32, and those that took long")
@Threshold("1 ms")
@StackTrace(false)
public final class OperationEvent extends Event {
    /** Tells whether anybody wants these, without making one. */
    private static final OperationEvent PROBE = new OperationEvent();

    /** The communicator's name. */
    @Label("Communicator")
    public String communicator;

    /** Which rank. */
    @Label("Rank")
    public int rank;

    /** What was called. */
    @Label("Call")
    public String call;

    /** How much. */
    @Label("Bytes")
    @DataAmount
    public long bytes;

    /** Whose message was waited for longest, or -1. */
    @Label("Late Rank")
    public int lateRank;

    /** How long. */
    @Label("Waited")
    @Timespan
    public long waited;

    /** Whether it ended well. */
    @Label("Completed")
    public boolean completed;

    /** Whether anybody wants these. */
    public static boolean isWanted() {
        return PROBE.isEnabled();
    }
}
