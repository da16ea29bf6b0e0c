// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.report.JsonLines;

/** Every round of every duel as JSON lines: first the machine, then one object for each side and round. */
public final class ComparisonJson implements AutoCloseable {
    private final JsonGenerator json;
    private final Ground ground;
    private final String ours;
    private final String theirs;

    /** Writes the machine's line. */
    public ComparisonJson(
            final Path path, final Ground ground, final Machine machine, final String ours, final String theirs)
            throws IOException {
        this.ground = ground;
        this.ours = ours;
        this.theirs = theirs;
        this.json = new JsonFactory().createGenerator(Files.newBufferedWriter(path));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json.writeStartObject();
        JsonLines.write(json, machine);
        json.writeEndObject();
    }

    /** Adds one size. */
    public void row(final Duel duel) throws IOException {
        rounds(duel, ours, duel.ours());
        rounds(duel, theirs, duel.theirs());
        json.flush();
    }

    private void rounds(final Duel duel, final String contender, final List<Figures> rounds) throws IOException {
        for (int round = 0; round < rounds.size(); round++) {
            final Figures figures = rounds.get(round);
            json.writeStartObject();
            json.writeStringField("contender", contender);
            json.writeStringField("collective", duel.operation().toString());
            json.writeStringField("transport", ground.transport());
            json.writeStringField("buffers", ground.buffers());
            json.writeNumberField("ranks", ground.ranks());
            json.writeNumberField("sizeBytes", figures.bytes());
            json.writeNumberField("round", round);
            number("avgUs", figures.averageUs());
            number("p50Us", figures.p50Us());
            number("p99Us", figures.p99Us());
            number("p999Us", figures.p999Us());
            number("maxUs", figures.maxUs());
            json.writeEndObject();
        }
    }

    private void number(final String name, final double value) throws IOException {
        if (!Double.isNaN(value)) {
            json.writeNumberField(name, value);
        }
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.close();
    }
}
