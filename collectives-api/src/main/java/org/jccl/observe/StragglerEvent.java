// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Somebody was waited for long. */
@Name("org.jccl.Straggler")
@Label("Straggler")
@Category("JCCL")
@Description("An operation in which a rank was waited for longer than the setting straggler says")
@StackTrace(false)
public final class StragglerEvent extends Event {
    /** The communicator's name. */
    @Label("Communicator")
    public String communicator;

    /** Who waited. */
    @Label("Rank")
    public int rank;

    /** For whom. */
    @Label("Late Rank")
    public int lateRank;

    /** How long. */
    @Label("Waited")
    @Timespan
    public long waited;

    /** In which call. */
    @Label("Call")
    public String call;
}
