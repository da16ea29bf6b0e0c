// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jccl.algorithm.Algorithm;
import org.jccl.algorithm.Algorithms;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Groups;
import org.jccl.schedule.Shape;
import org.jccl.verify.MessageTimeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@Timeout(60)
class ScheduleDrawingTest {
    static List<Algorithm> algorithms() {
        return Algorithms.all();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void shouldDrawAnArrowForEveryMessageAndStayWithinThePicture(final Algorithm algorithm) throws Exception {
        for (final int size : new int[] {1, 2, 5, 8}) {
            final Shape shape = Shape.of(algorithm.collective(), size, size / 2);
            if (algorithm.supports(shape)) {
                final Element picture = parse(ScheduleDrawing.svg(algorithm, shape));
                final int messages = MessageTimeline.of(shape, rank -> algorithm.schedule(shape, rank))
                        .transfers()
                        .size();
                assertThat(count(picture, "Z")).as("%s of %d", algorithm, size).isEqualTo(messages);
                assertWithin(picture, "rect", "x", "width");
                assertWithin(picture, "text", "x", "width");
                assertWithin(picture, "text", "y", "height");
            }
        }
    }

    @Test
    void shouldSayInTextWhatEachMessageCarriesAndWhatBecomesOfIt() {
        final Algorithm ring = Algorithms.find(Collective.ALL_REDUCE, "ring");
        final String text = ScheduleDrawing.text(ring, Shape.of(Collective.ALL_REDUCE, 4, 0));
        assertThat(text)
                .startsWith("all_reduce, ring, 4 ranks\n")
                .contains("6 rounds; the busiest rank sends 1.5 times the vector")
                .contains("\nround 3\n")
                .contains(", complete\n")
                .contains("stored in OUTPUT");
        assertThat(text.lines().filter(line -> line.contains(" -> "))).hasSize(6 * 4);
    }

    @Test
    void shouldShowHosts() {
        final Algorithm algorithm = Algorithms.find(Collective.ALL_REDUCE, "two_level");
        final Shape shape = Shape.of(Collective.ALL_REDUCE, 4, 0).over(Groups.of(new int[] {0, 0, 1, 1}));
        assertThat(ScheduleDrawing.svg(algorithm, shape)).contains(">host 0<", ">host 1<", "2 hosts");
    }

    @Test
    void shouldRefuseWhatCannotBeDrawn() {
        final Algorithm ring = Algorithms.find(Collective.ALL_REDUCE, "ring");
        assertThatThrownBy(() -> ScheduleDrawing.svg(ring, Shape.of(Collective.ALL_REDUCE, 33, 0)))
                .hasMessage("33 ranks do not fit a picture; draw at most 32");
        assertThatThrownBy(() -> ScheduleDrawing.text(ring, Shape.of(Collective.BROADCAST, 4, 0)))
                .hasMessageStartingWith("ring cannot do Shape[collective=broadcast, size=4");
    }

    private static Element parse(final String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    /** Only arrow heads are closed paths. */
    private static int count(final Element picture, final String pathEnd) {
        final NodeList paths = picture.getElementsByTagName("path");
        int found = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            found += ((Element) paths.item(i)).getAttribute("d").endsWith(pathEnd) ? 1 : 0;
        }
        return found;
    }

    private static void assertWithin(
            final Element picture, final String name, final String coordinate, final String extent) {
        final double limit = Double.parseDouble(picture.getAttribute(extent));
        final NodeList elements = picture.getElementsByTagName(name);
        double least = 0;
        double most = 0;
        for (int i = 0; i < elements.getLength(); i++) {
            final String value = ((Element) elements.item(i)).getAttribute(coordinate);
            final double number = value.isEmpty() ? 0 : Double.parseDouble(value);
            least = Math.min(least, number);
            most = Math.max(most, number);
        }
        assertThat(least).as("least %s of a %s", coordinate, name).isZero();
        assertThat(most).as("greatest %s of a %s", coordinate, name).isBetween(1.0, limit);
    }
}
