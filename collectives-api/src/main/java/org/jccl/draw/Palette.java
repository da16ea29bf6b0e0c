// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.Locale;

/** Colours that can be told apart, dark enough to be read on white. */
final class Palette {
    private static final String[] FEW = {
        "#2f6fde", "#d9480f", "#2b8a3e", "#9c36b5", "#c2255c", "#0b8599", "#a37200", "#5c5f66"
    };

    private Palette() {}

    /** The colour of one of {@code count} things; beyond eight, hues evenly around the circle, alternately darker. */
    static String colour(final int index, final int count) {
        if (count <= FEW.length) {
            return FEW[index];
        }
        return String.format(Locale.ROOT, "hsl(%d,70%%,%d%%)", index * 360 / count, index % 2 == 0 ? 45 : 34);
    }
}
