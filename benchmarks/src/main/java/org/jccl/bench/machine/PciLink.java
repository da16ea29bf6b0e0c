// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.Locale;
import java.util.Map;

/**
 * What connects a device to the host; {@code unknown} for what the kernel does not say.
 *
 * @param generation of PCI Express now; devices that rest go down to the first
 * @param width lanes in use
 * @param bestGeneration that the device has
 * @param bestWidth lanes that the device has
 */
record PciLink(String generation, String width, String bestGeneration, String bestWidth) {
    private static final String UNKNOWN = "unknown";
    private static final Map<String, String> GENERATIONS =
            Map.of("2.5", "1", "5.0", "2", "5", "2", "8.0", "3", "8", "3", "16.0", "4", "32.0", "5", "64.0", "6");

    /** Of the device at that place on the bus, such as {@code 0000:3B:00.0}. */
    static PciLink of(final SystemFiles files, final String busId) {
        final String folder = "sys/bus/pci/devices/" + busId.toLowerCase(Locale.ROOT) + "/";
        return new PciLink(
                generation(files, folder + "current_link_speed"),
                width(files, folder + "current_link_width"),
                generation(files, folder + "max_link_speed"),
                width(files, folder + "max_link_width"));
    }

    /** The kernel writes {@code 32.0 GT/s PCIe}. */
    private static String generation(final SystemFiles files, final String file) {
        return files.line(file)
                .map(line -> GENERATIONS.getOrDefault(line.trim().split(" ")[0], UNKNOWN))
                .orElse(UNKNOWN);
    }

    /** Some virtual machines write 0, or 255. */
    private static String width(final SystemFiles files, final String file) {
        return files.line(file)
                .map(String::trim)
                .filter(line -> line.matches("[1-9]|[12][0-9]|3[0-2]"))
                .orElse(UNKNOWN);
    }

    boolean isNarrow() {
        return !width.equals(UNKNOWN)
                && !bestWidth.equals(UNKNOWN)
                && Integer.parseInt(width) < Integer.parseInt(bestWidth);
    }

    String summary() {
        return "PCIe generation " + generation + " of " + bestGeneration + ", lanes " + width + " of " + bestWidth;
    }
}
