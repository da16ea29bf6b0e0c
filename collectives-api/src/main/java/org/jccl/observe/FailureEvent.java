// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A communicator failed or was aborted. */
@Name("org.jccl.Failure")
@Label("Failure")
@Category("JCCL")
@StackTrace(false)
public final class FailureEvent extends Event {
    /** The communicator's name. */
    @Label("Communicator")
    public String communicator;

    /** Which rank noticed or was told. */
    @Label("Rank")
    public int rank;

    /** Of what kind. */
    @Label("Kind")
    public String kind;

    /** What the exception says. */
    @Label("Message")
    public String message;
}
