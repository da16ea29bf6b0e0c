// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;

/** {@code file:///folder} or {@code file:///folder?run=ID}: the ranks leave notes for each other in a shared folder. */
record FolderAddress(Path folder, String run) implements RendezvousAddress {
    private static final Pattern QUERY = Pattern.compile("run=([A-Za-z0-9_.-]{1,100})");

    static FolderAddress parse(final String text) {
        try {
            final URI uri = new URI(text);
            if (uri.isOpaque() || uri.getAuthority() != null || uri.getPath().isEmpty()) {
                throw invalid(text, "the folder's whole path follows file://, as in file:///shared/job", null);
            }
            final String query = uri.getQuery();
            if (query != null && !QUERY.matcher(query).matches()) {
                throw invalid(text, "only ?run=ID may follow, of letters, digits, '_', '.' and '-'", null);
            }
            return new FolderAddress(Path.of(uri.getPath()), query == null ? "job" : query.substring(4));
        } catch (final URISyntaxException malformed) {
            throw invalid(text, malformed.getReason(), malformed);
        }
    }

    private static InvalidUsageException invalid(final String text, final String why, final Exception cause) {
        return new InvalidUsageException("the rendezvous '" + text + "' is no folder: " + why, cause);
    }

    @Override
    public ListenAddress listenAt(final int rank, final Settings settings) {
        return ListenAddress.towards(settings, null);
    }

    @Override
    public Rendezvous open(final Endpoint endpoint) {
        return new FileStore(folder, run);
    }

    @Override
    public String toString() {
        try {
            return new URI("file", "", folder.toString(), "run=" + run, null).toString();
        } catch (final URISyntaxException impossible) {
            throw new IllegalStateException("a path and a plain word make a URI", impossible);
        }
    }
}
