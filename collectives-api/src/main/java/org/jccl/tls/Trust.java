// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whom a rank trusts: whoever shows a certificate of the authority, whatever host it names. Any thread. */
final class Trust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager authority;

    Trust(final X509ExtendedTrustManager authority) {
        this.authority = authority;
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void check(final X509Certificate[] chain, final Check check) throws CertificateException {
        try {
            check.run();
        } catch (final CertificateException refused) {
            throw new CertificateException("its certificate (" + name(chain[0]) + ") " + flaw(chain, refused), refused);
        }
    }

    /** Whose certificate it is, for messages. */
    static String name(final X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** What is wrong with it and what to do, as the end of a sentence. */
    static String flaw(final X509Certificate[] chain, final CertificateException refused) {
        for (final X509Certificate each : chain) {
            try {
                each.checkValidity();
            } catch (final CertificateExpiredException expired) {
                return "has expired: " + name(each) + " was valid until " + each.getNotAfter() + "; renew it";
            } catch (final CertificateNotYetValidException early) {
                return "is not valid yet: " + name(each) + " will be from " + each.getNotBefore()
                        + " on; does the clock here go right?";
            }
        }
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "is not signed by a certificate in JCCL_TLS_CA here, but by "
                        + chain[chain.length - 1].getIssuerX500Principal().getName()
                        + "; give all ranks certificates of one authority, and JCCL_TLS_CA that authority's";
            }
        }
        return "cannot be trusted: " + refused.getMessage();
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
            throws CertificateException {
        check(chain, () -> authority.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String type, final SSLEngine engine)
            throws CertificateException {
        check(chain, () -> authority.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String type, final Socket socket)
            throws CertificateException {
        check(chain, () -> authority.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String type, final Socket socket)
            throws CertificateException {
        check(chain, () -> authority.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String type) throws CertificateException {
        check(chain, () -> authority.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String type) throws CertificateException {
        check(chain, () -> authority.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authority.getAcceptedIssuers();
    }
}
