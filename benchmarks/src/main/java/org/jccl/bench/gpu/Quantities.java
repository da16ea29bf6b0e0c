// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jccl.bench.machine.MachineProbe;
import org.jccl.bench.report.JsonLines;

/** Writes named figures as JSON lines, the machine first, and prints them. One thread. */
final class Quantities implements AutoCloseable {
    private final JsonGenerator json;

    private Quantities(final JsonGenerator json) {
        this.json = json;
    }

    static Quantities open(final Path path) throws IOException {
        final JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(path));
        json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        json.writeStartObject();
        JsonLines.write(json, MachineProbe.probe());
        json.writeEndObject();
        return new Quantities(json);
    }

    /** Of 10^9 bytes, a second. */
    void gigabytes(final String name, final double value) throws IOException {
        write(name, value, "GB/s");
    }

    void micros(final String name, final double value) throws IOException {
        write(name, value, "us");
    }

    void bytes(final String name, final long value) throws IOException {
        write(name, value, "B");
    }

    void count(final String name, final long value) throws IOException {
        write(name, value, "");
    }

    private void write(final String name, final double value, final String unit) throws IOException {
        System.out.println(
                String.format(Locale.ROOT, "%-24s %16.3f %s", name, value, unit).stripTrailing());
        json.writeStartObject();
        json.writeStringField("quantity", name);
        json.writeNumberField("value", value);
        json.writeStringField("unit", unit);
        json.writeEndObject();
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.close();
    }
}
