// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.report.JsonLines;

/** All links as JSON lines: first the machine of rank 0, then one object for each link, then what they come to. */
public final class PairwiseJson {
    private PairwiseJson() {}

    /** Writes all; the writer is closed. */
    public static void write(final Writer writer, final Machine machine, final Diagnosis diagnosis) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(writer)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            json.writeStartObject();
            JsonLines.write(json, machine);
            json.writeEndObject();
            for (final Link link : diagnosis.links().all()) {
                write(json, link, diagnosis);
            }
            for (final Standard standard : diagnosis.standards()) {
                write(json, standard, diagnosis);
            }
            json.writeRaw('\n');
        }
    }

    private static void write(final JsonGenerator json, final Link link, final Diagnosis diagnosis) throws IOException {
        json.writeStartObject();
        json.writeNumberField("from", link.from());
        json.writeNumberField("to", link.to());
        json.writeStringField("fromHost", diagnosis.links().host(link.from()));
        json.writeStringField("toHost", diagnosis.links().host(link.to()));
        json.writeStringField("transport", link.transport());
        json.writeNumberField("latencyUs", link.latencyUs());
        json.writeNumberField("gbitPerSecond", link.gbit());
        json.writeArrayFieldStart("gbitPerSecondOfRounds");
        for (final double round : link.gbitOfRounds()) {
            json.writeNumber(round);
        }
        json.writeEndArray();
        json.writeBooleanField("slow", diagnosis.isSlow(link));
        json.writeBooleanField("late", diagnosis.isLate(link));
        json.writeEndObject();
    }

    private static void write(final JsonGenerator json, final Standard standard, final Diagnosis diagnosis)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", standard.kind());
        json.writeNumberField("links", standard.links().size());
        json.writeNumberField("usualGbitPerSecond", standard.usualGbit());
        json.writeNumberField("usualLatencyUs", standard.usualLatencyUs());
        if (standard.expected() != null) {
            json.writeNumberField(
                    "expectedGbitPerSecond", standard.expected().rate().gbit());
            json.writeNumberField("atLeast", standard.expected().share());
            json.writeNumberField("missing", standard.missing().size());
        }
        json.writeArrayFieldStart("findings");
        for (final String sentence : new Sentences(diagnosis.links()).about(standard)) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
