// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jccl.spi.IncompatiblePeerException;

/** What the JDK throws, as the end of a sentence about the peer that says what to do. */
final class Refusal {
    private static final String ALERT = "Received fatal alert: ";

    private Refusal() {}

    static IncompatiblePeerException of(final SSLException thrown) {
        return new IncompatiblePeerException(why(thrown), thrown);
    }

    private static String why(final SSLException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return cause.getMessage();
            }
        }
        final String message = String.valueOf(thrown.getMessage());
        final int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            return alert(message.substring(alert + ALERT.length()));
        }
        if (message.contains("Empty client certificate chain")) {
            return "it shows no certificate: give it JCCL_TLS_CERT, JCCL_TLS_KEY and JCCL_TLS_CA";
        }
        return "TLS 1.3 with it failed (" + message + ")";
    }

    private static String alert(final String name) {
        final boolean certificate = name.contains("certificate") || name.equals("unknown_ca");
        return certificate
                ? "it refuses this rank's certificate (" + name + "; its own log says why): JCCL_TLS_CERT here must be"
                        + " signed by a certificate in JCCL_TLS_CA there, and be valid today by its clock"
                : "it refuses to speak TLS with this rank (" + name + "; its own log may say why)";
    }
}
