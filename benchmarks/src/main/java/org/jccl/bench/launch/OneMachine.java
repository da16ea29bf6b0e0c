// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** This machine alone: the ranks find each other in a folder, which needs no port that others could take. */
final class OneMachine implements Site {
    private final LaunchPlan plan;
    private final ChildRanks children;
    private TemporaryFolder folder;

    OneMachine(final LaunchPlan plan, final RankEvents events) {
        this.plan = plan;
        this.children = new ChildRanks(events, true);
    }

    @Override
    public synchronized void open() throws IOException {
        folder = TemporaryFolder.create();
    }

    @Override
    public void start(final int rank, final boolean again) throws IOException {
        final Map<String, String> variables = new HashMap<>(System.getenv());
        RankEnvironment.describe(variables, rank, plan.ranks(), "file://" + folder.path());
        if (plan.restarts() > 0) {
            RankEnvironment.openTo(variables, folder.path().resolve("members"));
        }
        if (again) {
            RankEnvironment.join(variables);
        }
        children.start(rank, RankProgram.of(plan), variables);
    }

    @Override
    public String name(final int rank) {
        return "rank " + rank;
    }

    @Override
    public void end() {
        children.askToEnd();
        children.awaitEnd();
    }

    @Override
    public void drain() throws InterruptedException {
        children.drain();
    }

    @Override
    public synchronized void close() throws IOException {
        if (folder != null) {
            folder.close();
        }
    }
}
