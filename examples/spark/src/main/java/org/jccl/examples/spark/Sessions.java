// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Sessions of Spark with a slot for each rank. */
final class Sessions {
    private Sessions() {}

    /** On threads of this process, unless a master is configured. */
    static SparkSession open(final String name, final int ranks) {
        final SparkConf conf = new SparkConf()
                .setAppName(name)
                .setIfMissing("spark.master", "local[" + ranks + "]")
                .setIfMissing("spark.ui.enabled", "false");
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
