// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes certificates with the JDK's keytool, and the PEM files of ranks, in a folder of the test's. One thread. */
public final class Authority {
    private static final String PASSWORD = "not a secret";

    private final Path folder;
    private final String name;
    private final Path store;

    /** An authority of that name, whose certificate lies in {@code NAME.pem}. */
    public Authority(final Path folder, final String name) {
        this.folder = folder;
        this.name = name;
        this.store = folder.resolve(name + ".p12");
        keytool("-alias", name, "-dname", "CN=" + name, "-keyalg", "EC", "-ext", "bc:critical=ca:true");
        write(folder.resolve(name + ".pem"), "CERTIFICATE", certificate(name));
    }

    /** What a rank with a certificate of this authority sets. */
    public Map<String, String> rank(final String rank) {
        return rank(rank, "-keyalg", "EC");
    }

    /**
     * As {@link #rank(String)}, with more that keytool is told.
     *
     * @param options the algorithm of the key at least
     */
    public Map<String, String> rank(final String rank, final String... options) {
        final List<String> all = new ArrayList<>(List.of("-alias", rank, "-dname", "CN=" + rank, "-signer", name));
        all.addAll(Arrays.asList(options));
        keytool(all.toArray(String[]::new));
        final Path cert = folder.resolve(name + "-" + rank + ".pem");
        final Path key = folder.resolve(name + "-" + rank + ".key");
        write(cert, "CERTIFICATE", certificate(rank));
        write(key, "PRIVATE KEY", key(rank));
        return Map.of(
                "tls.cert", cert.toString(),
                "tls.key", key.toString(),
                "tls.ca", folder.resolve(name + ".pem").toString());
    }

    /** The settings as variables. */
    public static Map<String, String> variables(final Map<String, String> settings) {
        return settings.entrySet().stream()
                .collect(Collectors.toMap(
                        each -> "JCCL_" + each.getKey().replace('.', '_').toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }

    private void keytool(final String... options) {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(options));
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            final String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + said);
            }
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        } catch (final InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private byte[] certificate(final String alias) {
        try {
            return open().getCertificate(alias).getEncoded();
        } catch (final GeneralSecurityException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private byte[] key(final String alias) {
        try {
            return open().getKey(alias, PASSWORD.toCharArray()).getEncoded();
        } catch (final GeneralSecurityException cannot) {
            throw new IllegalStateException(cannot);
        }
    }

    private KeyStore open() throws GeneralSecurityException {
        try {
            return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    private static void write(final Path file, final String kind, final byte[] content) {
        final String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
