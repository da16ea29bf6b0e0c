// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Latencies;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Overlap;
import org.jccl.bench.measure.Report;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/** One JSON object a line: first the machine, then each measurement. */
public final class JsonLines implements Report, AutoCloseable {
    private final JsonGenerator json;
    private final Setting setting;

    private JsonLines(final JsonGenerator json, final Setting setting) {
        this.json = json;
        this.setting = setting;
    }

    /** Writes the machine's line; the writer is closed with the report. */
    public static JsonLines open(final Writer writer, final Machine machine, final Setting setting) throws IOException {
        final JsonGenerator json = new JsonFactory().createGenerator(writer);
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        final JsonLines lines = new JsonLines(json, setting);
        lines.line(() -> write(json, machine));
        return lines;
    }

    private interface Body {
        void write() throws IOException;
    }

    private void line(final Body body) {
        try {
            json.writeStartObject();
            body.write();
            json.writeEndObject();
            json.flush();
        } catch (final IOException full) {
            throw new UncheckedIOException("the JSON file cannot be written: " + full.getMessage(), full);
        }
    }

    /** The machine as a field of the object that is open. */
    public static void write(final JsonGenerator json, final Machine machine) throws IOException {
        json.writeObjectFieldStart("machine");
        json.writeNumberField("cores", machine.cores());
        json.writeStringField("cpu", machine.cpu());
        json.writeStringField("jdk", machine.jdk());
        json.writeStringField("kernel", machine.kernel());
        json.writeBooleanField("nativeKernels", machine.nativeKernels());
        json.writeStringField("kernels", machine.kernels());
        if (Double.isNaN(machine.coreToCoreNs())) {
            json.writeNullField("coreToCoreNs");
        } else {
            json.writeNumberField("coreToCoreNs", machine.coreToCoreNs());
        }
        json.writeEndObject();
    }

    @Override
    public void row(final Row row) {
        line(() -> write(row, row.outOfPlace(), false));
        if (row.inPlace() != null) {
            line(() -> write(row, row.inPlace(), true));
        }
    }

    @Override
    public void overlap(final Overlap row) {
        line(() -> {
            writeHead(row.subject(), row.algorithm(), row.ranks(), row.sizeBytes(), row.count());
            json.writeNumberField("iterations", row.both().calls());
            json.writeNumberField("aloneUs", row.alone().p50Ns() / 1e3);
            json.writeNumberField("computingUs", row.computing().p50Ns() / 1e3);
            json.writeNumberField("bothUs", row.both().p50Ns() / 1e3);
            json.writeNumberField("ratio", row.ratio());
            json.writeNumberField("hidden", row.hidden());
        });
    }

    /** What a run comes to, against what was expected. */
    public void verdict(final Acceptance acceptance, final List<String> findings) {
        for (final Acceptance.Verdict verdict : acceptance.verdicts()) {
            line(() -> {
                json.writeStringField("verdict", verdict.ok() ? "ok" : "failed");
                json.writeStringField("of", verdict.subject().name());
                json.writeNumberField(
                        "expectedGbitPerSecond", acceptance.expected().rate().gbit());
                json.writeNumberField("atLeast", acceptance.expected().share());
                json.writeNumberField("gbitPerSecond", verdict.gbit());
                json.writeNumberField("sizeBytes", verdict.sizeBytes());
                json.writeArrayFieldStart("findings");
                for (final String finding : findings) {
                    json.writeString(finding);
                }
                json.writeEndArray();
            });
        }
    }

    private void writeHead(
            final Subject subject, final String algorithm, final int ranks, final long sizeBytes, final long count)
            throws IOException {
        json.writeStringField("collective", subject.operation().toString());
        json.writeStringField("transport", setting.transport());
        json.writeStringField("buffers", setting.buffers());
        json.writeStringField("algorithm", algorithm);
        json.writeNumberField("ranks", ranks);
        json.writeNumberField("sizeBytes", sizeBytes);
        json.writeNumberField("count", count);
        json.writeStringField("type", subject.type().toString());
        json.writeStringField("op", subject.opName());
        json.writeNumberField("root", subject.rootOrNone());
    }

    private void write(final Row row, final Measurement measurement, final boolean inPlace) throws IOException {
        final Latencies times = measurement.latencies();
        writeHead(row.subject(), measurement.algorithm(), row.ranks(), row.sizeBytes(), row.count());
        json.writeBooleanField("inPlace", inPlace);
        json.writeNumberField("iterations", times.calls());
        json.writeNumberField("avgUs", times.averageNs() / 1e3);
        json.writeNumberField("p50Us", times.p50Ns() / 1e3);
        json.writeNumberField("p99Us", times.p99Ns() / 1e3);
        json.writeNumberField("p999Us", times.p999Ns() / 1e3);
        json.writeNumberField("maxUs", times.maxNs() / 1e3);
        json.writeNumberField("algbwGBs", row.algbwGBs(times));
        json.writeNumberField("busbwGBs", row.busbwGBs(times));
        if (measurement.checked()) {
            json.writeNumberField("wrong", measurement.wrong());
        } else {
            json.writeNullField("wrong");
        }
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.close();
    }
}
