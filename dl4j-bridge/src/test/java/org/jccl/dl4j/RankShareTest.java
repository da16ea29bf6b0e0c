// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@Tag("nd4j")
@Timeout(120)
class RankShareTest {
    @Test
    void shouldGiveEachRowToOneRank() {
        final List<List<INDArray>> shares = Ranks.call(3, "auto", world -> {
            final List<INDArray> features = new ArrayList<>();
            RankShare.of(Curve.batches(), world).forEachRemaining(batch -> features.add(batch.getFeatures()));
            return features;
        });
        final List<INDArray> whole = new ArrayList<>();
        Curve.batches().forEachRemaining(batch -> whole.add(batch.getFeatures()));
        assertThat(shares).allMatch(share -> share.size() == whole.size());
        for (int batch = 0; batch < whole.size(); batch++) {
            final int index = batch;
            final INDArray[] parts =
                    shares.stream().map(share -> share.get(index)).toArray(INDArray[]::new);
            assertThat(Nd4j.concat(0, parts)).isEqualTo(whole.get(batch));
        }
    }

    @Test
    void shouldBeginAgain() {
        Ranks.spawn(2, "auto", world -> {
            final RankShare share = RankShare.of(Curve.batches(), world);
            final INDArray first = share.next().getFeatures();
            share.next();
            share.reset();
            assertThat(share.next().getFeatures()).isEqualTo(first);
            assertThat(share.batch()).isEqualTo(16);
        });
    }
}
