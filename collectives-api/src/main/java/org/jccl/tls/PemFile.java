// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;

/** A file of certificates or with a key, in the form that openssl writes. */
final class PemFile {
    /** More than any bundle of authorities has. */
    private static final long MOST_BYTES = 16 << 20;

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY =
            Pattern.compile("-----BEGIN (RSA|EC|DSA|ENCRYPTED|OPENSSH) PRIVATE KEY-----");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");

    private final Path file;
    /** The setting and its value, with which messages begin. */
    private final String source;

    private final String text;

    private PemFile(final Path file, final String source, final String text) {
        this.file = file;
        this.source = source;
        this.text = text;
    }

    /**
     * Reads the file.
     *
     * @param variable the setting that names it, for messages
     */
    static PemFile read(final String variable, final String path) {
        final Path file = Path.of(path);
        final String source = variable + "=" + path;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InvalidUsageException(
                        source + " has " + Files.size(file) + " bytes, too many for a PEM file");
            }
            return new PemFile(file, source, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (final NoSuchFileException missing) {
            throw new InvalidUsageException(source + ": there is no such file on this machine", missing);
        } catch (final IOException cannot) {
            throw new InvalidUsageException(source + " cannot be read: " + cannot, cannot);
        }
    }

    /** The setting and its value, for messages. */
    String source() {
        return source;
    }

    /** All certificates in it, at least one. */
    List<X509Certificate> certificates() {
        if (!text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new InvalidUsageException(
                    source + " holds no certificate: it must be a PEM file with -----BEGIN CERTIFICATE-----");
        }
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (final CertificateException damaged) {
            throw new InvalidUsageException(
                    source + " holds a certificate that cannot be read (" + damaged.getMessage() + "); write it anew",
                    damaged);
        }
    }

    /** The private key in it. */
    PrivateKey key() {
        final Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw new InvalidUsageException(source + " " + whyNoKey());
        }
        try {
            return decode(Base64.getMimeDecoder().decode(key.group(1)));
        } catch (final IllegalArgumentException | GeneralSecurityException damaged) {
            throw new InvalidUsageException(
                    source + " holds a private key that is damaged, or neither RSA, EC nor Ed25519; make it anew",
                    damaged);
        }
    }

    private String whyNoKey() {
        final Matcher other = OTHER_KEY.matcher(text);
        if (!other.find()) {
            return "holds no private key: it must be a PEM file with -----BEGIN PRIVATE KEY-----";
        }
        final boolean encrypted = other.group(1).equals("ENCRYPTED") || text.contains("Proc-Type: 4,ENCRYPTED");
        return (encrypted
                        ? "holds an encrypted key, and nobody is there to ask for its password; decrypt it"
                        : "holds a key in an old form (" + other.group(1) + " PRIVATE KEY); convert it")
                + " with: openssl pkey -in " + file + " -out key.pem";
    }

    private static PrivateKey decode(final byte[] encoded) throws GeneralSecurityException {
        InvalidKeySpecException failure = null;
        for (final String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (final InvalidKeySpecException another) {
                failure = another;
            }
        }
        throw failure;
    }
}
