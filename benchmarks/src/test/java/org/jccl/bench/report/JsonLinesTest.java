// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jccl.bench.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class JsonLinesTest {
    private final StringWriter written = new StringWriter();

    @Test
    void shouldBeginWithTheMachine() throws IOException {
        JsonLines.open(written, Samples.MACHINE, Samples.SETTING).close();

        assertThat(lines()).hasSize(1);
        assertThat(lines()[0]).startsWith("{\"machine\":{").endsWith("}}");
        assertThat(fields(lines()[0]))
                .containsExactly(
                        Map.entry("cores", "2"),
                        Map.entry("cpu", "AMD EPYC"),
                        Map.entry("jdk", "Debian 17.0.15"),
                        Map.entry("kernel", "Linux 6.1 amd64"),
                        Map.entry("nativeKernels", "true"),
                        Map.entry("kernels", "native avx2"),
                        Map.entry("coreToCoreNs", "51.4"));
    }

    @Test
    void shouldWriteNullWhereThereIsNoSecondCore() throws IOException {
        final Machine single = new Machine(1, "ARM", "25", "Linux", false, "java", Double.NaN);
        JsonLines.open(written, single, Samples.SETTING).close();
        assertThat(lines()[0]).contains("\"coreToCoreNs\":null");
    }

    @Test
    void shouldWriteOneObjectForEachPlacementWithTheAgreedFields() throws IOException {
        try (JsonLines json = JsonLines.open(written, Samples.MACHINE, Samples.SETTING)) {
            json.row(Samples.smallRow());
        }

        assertThat(lines()).hasSize(3);
        assertThat(fields(lines()[1]))
                .containsExactly(
                        Map.entry("collective", "all_reduce"),
                        Map.entry("transport", "shm"),
                        Map.entry("buffers", "direct"),
                        Map.entry("algorithm", "ring"),
                        Map.entry("ranks", "4"),
                        Map.entry("sizeBytes", "8"),
                        Map.entry("count", "2"),
                        Map.entry("type", "float32"),
                        Map.entry("op", "sum"),
                        Map.entry("root", "-1"),
                        Map.entry("inPlace", "false"),
                        Map.entry("iterations", "10"),
                        Map.entry("avgUs", "1.2345"),
                        Map.entry("p50Us", "0.352"),
                        Map.entry("p99Us", "9.999"),
                        Map.entry("p999Us", "99.99"),
                        Map.entry("maxUs", "999.9"),
                        Map.entry("algbwGBs", Double.toString(8 / 1234.5)),
                        Map.entry("busbwGBs", Double.toString(8 / 1234.5 * 1.5)),
                        Map.entry("wrong", "0"));
        assertThat(fields(lines()[2])).containsEntry("inPlace", "true").containsEntry("wrong", "17");
    }

    @Test
    void shouldWriteNullForWhatNobodyChecked() throws IOException {
        try (JsonLines json = JsonLines.open(written, Samples.MACHINE, Samples.SETTING)) {
            json.row(Samples.largeRow());
        }
        assertThat(lines()).hasSize(2);
        assertThat(lines()[1]).contains("\"wrong\":null").contains("\"op\":\"none\"");
    }

    @Test
    void shouldWriteOneObjectForAnOverlap() throws IOException {
        try (JsonLines json = JsonLines.open(written, Samples.MACHINE, Samples.SETTING)) {
            json.overlap(Samples.overlap());
        }

        assertThat(lines()).hasSize(2);
        assertThat(fields(lines()[1]))
                .containsEntry("collective", "all_reduce")
                .containsEntry("sizeBytes", "8")
                .containsEntry("aloneUs", "2.0")
                .containsEntry("computingUs", "2.1")
                .containsEntry("bothUs", "2.625")
                .containsEntry("ratio", "1.25")
                .containsEntry("hidden", "0.7375");
    }

    private String[] lines() {
        return written.toString().strip().split("\n");
    }

    private static Map<String, String> fields(final String line) throws IOException {
        final Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue()) {
                    fields.put(parser.currentName(), parser.getText());
                } else {
                    assertThat(parser.currentToken()).isNotEqualTo(JsonToken.START_ARRAY);
                }
            }
        }
        return fields;
    }
}
