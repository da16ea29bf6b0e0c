// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A communicator was built: its ranks met and connected, or did not. */
@Name("org.jccl.Connect")
@Label("Connect")
@Category("JCCL")
@StackTrace(false)
public final class ConnectEvent extends Event {
    /** The communicator's name. */
    @Label("Communicator")
    public String communicator;

    /** Which rank. */
    @Label("Rank")
    public int rank;

    /** Of how many. */
    @Label("Size")
    public int size;

    /** Why not, or null. */
    @Label("Failure")
    public String failure;
}
