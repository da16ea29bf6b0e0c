// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Setting;
import org.jccl.spi.Settings;
import org.jccl.spi.Wiring;

/**
 * With what a rank shows that it belongs to the job, and how it knows the others: {@code tls.cert}, a PEM file with its
 * certificate and those between it and the authority; {@code tls.key}, its private key; {@code tls.ca}, the authority's
 * certificate. Immutable, any thread.
 */
public final class Credentials {
    private static final String PROTOCOL = "TLSv1.3";
    private static final List<Setting<String>> FILES =
            List.of(CoreSettings.TLS_CERT, CoreSettings.TLS_KEY, CoreSettings.TLS_CA);

    private static final List<String> VARIABLES =
            FILES.stream().map(Setting::variable).toList();

    private final X509Certificate own;
    private final SSLContext context;

    private Credentials(final X509Certificate own, final SSLContext context) {
        this.own = own;
        this.context = context;
    }

    /**
     * Reads the files that the settings name; empty if they name none.
     *
     * @throws InvalidUsageException if only some are named, or they do not fit together; the message says what to do
     */
    public static Optional<Credentials> of(final Settings settings) {
        final List<String> paths = FILES.stream().map(settings::get).toList();
        if (paths.stream().allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        if (paths.contains("")) {
            throw new InvalidUsageException(VARIABLES.get(paths.indexOf("")) + " is missing: TLS needs all of "
                    + String.join(", ", VARIABLES) + ", or none of them");
        }
        return Optional.of(read(
                PemFile.read(VARIABLES.get(0), paths.get(0)),
                PemFile.read(VARIABLES.get(1), paths.get(1)),
                PemFile.read(VARIABLES.get(2), paths.get(2))));
    }

    /** TLS for all connections if the settings say with what, else none. */
    public static Wiring wiring(final Settings settings) {
        return of(settings).map(Credentials::wiring).orElse(Wiring.PLAIN);
    }

    private static Credentials read(final PemFile cert, final PemFile key, final PemFile ca) {
        final List<X509Certificate> chain = cert.certificates();
        final PrivateKey secret = key.key();
        try {
            requireFit(chain.get(0), secret, cert, key);
            requireTrust(chain, authority(ca.certificates()), cert, ca);
            return unchecked(cert, key, ca);
        } catch (final GeneralSecurityException unable) {
            throw new InvalidUsageException("TLS 1.3 does not work on this JVM: " + unable.getMessage(), unable);
        }
    }

    /** Without a look at whether a peer would trust them. */
    static Credentials unchecked(final PemFile cert, final PemFile key, final PemFile ca)
            throws GeneralSecurityException {
        final List<X509Certificate> chain = cert.certificates();
        final SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(
                new KeyManager[] {new OneKey(chain, key.key())},
                new TrustManager[] {new Trust(authority(ca.certificates()))},
                null);
        return new Credentials(chain.get(0), context);
    }

    /** Whether the public key verifies what the private one signs. */
    private static void requireFit(
            final X509Certificate own, final PrivateKey secret, final PemFile cert, final PemFile key)
            throws GeneralSecurityException {
        final byte[] probe = own.getEncoded();
        final boolean sameKind = own.getPublicKey().getAlgorithm().equals(secret.getAlgorithm());
        if (!sameKind || !verifies(own, sign(secret, probe), probe)) {
            throw new InvalidUsageException(key.source() + " is not the key of " + cert.source() + " ("
                    + Trust.name(own) + "); give the two files that were made together");
        }
    }

    private static byte[] sign(final PrivateKey secret, final byte[] probe) throws GeneralSecurityException {
        final Signature signing = Signature.getInstance(signature(secret.getAlgorithm()));
        signing.initSign(secret);
        signing.update(probe);
        return signing.sign();
    }

    private static boolean verifies(final X509Certificate own, final byte[] signed, final byte[] probe)
            throws GeneralSecurityException {
        final Signature verifying =
                Signature.getInstance(signature(own.getPublicKey().getAlgorithm()));
        // the key alone: a certificate may forbid other uses than TLS's
        verifying.initVerify(own.getPublicKey());
        verifying.update(probe);
        return verifying.verify(signed);
    }

    private static String signature(final String kind) {
        return switch (kind) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> kind;
        };
    }

    /** What no peer would trust is better refused here, where it can be mended. */
    private static void requireTrust(
            final List<X509Certificate> chain,
            final X509ExtendedTrustManager authority,
            final PemFile cert,
            final PemFile ca) {
        final X509Certificate[] shown = chain.toArray(X509Certificate[]::new);
        try {
            // a rank dials some peers and is dialled by others
            authority.checkClientTrusted(shown, "UNKNOWN");
            authority.checkServerTrusted(shown, "UNKNOWN");
        } catch (final CertificateException refused) {
            throw new InvalidUsageException(
                    cert.source() + " (" + Trust.name(shown[0]) + ") " + Trust.flaw(shown, refused) + " (" + ca.source()
                            + ")",
                    refused);
        }
    }

    private static X509ExtendedTrustManager authority(final List<X509Certificate> trusted)
            throws GeneralSecurityException {
        try {
            final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            final TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return Stream.of(factory.getTrustManagers())
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (final IOException impossible) {
            throw new IllegalStateException("an empty key store is read from nowhere", impossible);
        }
    }

    /** TLS 1.3 and nothing else, with a certificate from both sides. */
    public Wiring wiring() {
        return (socket, dialled) -> {
            // without a name for the peer, so that no session is resumed: every connection shows its certificates
            final SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(dialled);
            engine.setNeedClientAuth(true);
            engine.setEnabledProtocols(new String[] {PROTOCOL});
            return new TlsWire(socket, engine);
        };
    }

    /** Whose certificate this rank shows and how long it is valid. */
    @Override
    public String toString() {
        return Trust.name(own) + ", valid until " + own.getNotAfter();
    }
}
