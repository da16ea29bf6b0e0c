// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Handwritten digits, 8 x 8 pixels each; see {@code DIGITS.md} beside the data for where they come from. */
public final class Digits {
    /** Of an image. */
    public static final int PIXELS = 64;
    /** How many digits there are. */
    public static final int CLASSES = 10;

    private static final float DARKEST = 16;
    private static final int TEST_IMAGES = 297;

    private final List<Image> images;

    /** One image: its pixels from 0 to 1, and which digit it shows. */
    public record Image(float[] pixels, int digit) {}

    private Digits(final List<Image> images) {
        this.images = images;
    }

    /** All images in an order that is random and always the same. */
    public static Digits load() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Digits.class.getResourceAsStream("digits.csv.gz")), StandardCharsets.US_ASCII))) {
            final List<Image> images = lines.lines().map(Digits::parse).collect(Collectors.toList());
            Collections.shuffle(images, new Random(1));
            return new Digits(images);
        } catch (final IOException damaged) {
            throw new UncheckedIOException("digits.csv.gz is damaged", damaged);
        }
    }

    private static Image parse(final String line) {
        final String[] fields = line.split(",");
        final float[] pixels = new float[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            pixels[i] = Float.parseFloat(fields[i]) / DARKEST;
        }
        return new Image(pixels, (int) Float.parseFloat(fields[PIXELS]));
    }

    /** The images to learn from. */
    public List<Image> training() {
        return images.subList(TEST_IMAGES, images.size());
    }

    /** The images to be tested on, which are never learnt from. */
    public List<Image> test() {
        return images.subList(0, TEST_IMAGES);
    }
}
