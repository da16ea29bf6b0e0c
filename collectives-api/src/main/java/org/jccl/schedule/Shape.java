// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import java.util.Objects;

/**
 * All that an algorithm may know about an operation: never a count, an address or a link.
 *
 * @param collective which
 * @param size how many ranks
 * @param root the root of a rooted collective, else 0
 * @param inPlace whether OUTPUT aliases INPUT
 * @param varying whether the chunks' lengths come from a table (the V forms) rather than being equal
 * @param groups which rank sits on which host
 */
public record Shape(Collective collective, int size, int root, boolean inPlace, boolean varying, Groups groups) {
    /** Checks the numbers against each other. */
    public Shape {
        Objects.requireNonNull(collective, "collective");
        if (size < 1 || root < 0 || root >= size) {
            throw new IllegalArgumentException("root " + root + " of " + size + " ranks");
        }
        if (groups.size() != size) {
            throw new IllegalArgumentException(groups.size() + " ranks in groups, " + size + " in the shape");
        }
    }

    /** Out of place, equal chunks, all ranks on one host. */
    public static Shape of(final Collective collective, final int size, final int root) {
        return new Shape(collective, size, root, false, false, Groups.single(size));
    }

    /** This shape, in place. */
    public Shape asInPlace() {
        return new Shape(collective, size, root, true, varying, groups);
    }

    /** This shape over other groups. */
    public Shape over(final Groups newGroups) {
        return new Shape(collective, size, root, inPlace, varying, newGroups);
    }

    /** This shape with another collective. */
    public Shape with(final Collective other) {
        return new Shape(other, size, root, inPlace, varying, groups);
    }
}
