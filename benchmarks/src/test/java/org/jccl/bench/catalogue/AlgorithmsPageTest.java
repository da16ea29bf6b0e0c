// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlgorithmsPageTest {
    @Test
    void shouldBeWhatTheDocumentationSays() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "algorithms.md")))
                .as("stale: run ./jccl schedule --docs docs/algorithms.md")
                .isEqualTo(AlgorithmsPage.text());
    }

    @Test
    void shouldListEveryAlgorithmOnceWithItsCost() {
        final String text = new AlgorithmList(Groups.single(8)).text(List.of(Collective.values()));
        assertThat(text.lines()).hasSize(1 + Algorithms.all().size());
        assertThat(text).containsPattern("all_reduce +ring +14 +1\\.750 ");
    }
}
