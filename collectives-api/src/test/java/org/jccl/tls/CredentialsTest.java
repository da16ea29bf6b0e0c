// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.jccl.spi.Wiring;
import org.jccl.testing.Authority;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class CredentialsTest {
    @TempDir
    static Path folder;

    private static Authority authority;
    private static Map<String, String> rank;

    @BeforeAll
    static void issue() {
        authority = new Authority(folder, "authority");
        rank = authority.rank("rank");
    }

    private static Settings settings(final Map<String, String> given) {
        return new Settings(given, none -> null, none -> null);
    }

    private static Map<String, String> with(final String name, final String value) {
        final Map<String, String> changed = new HashMap<>(rank);
        changed.put(name, value);
        return changed;
    }

    private static String file(final String text) throws IOException {
        final Path file = Files.createTempFile(folder, "given", ".pem");
        return Files.writeString(file, text).toString();
    }

    private static void assertRefused(final Map<String, String> given, final String... parts) {
        assertThatThrownBy(() -> Credentials.of(settings(given)))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void shouldSpeakInTheClearWhereNothingIsSet() {
        assertThat(Credentials.wiring(settings(Map.of()))).isSameAs(Wiring.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void shouldTakeKeysOfThatKind(final String kind) {
        final Map<String, String> given = authority.rank("of-" + kind, "-keyalg", kind);
        assertThat(Credentials.of(settings(given)).orElseThrow().toString()).contains("CN=of-" + kind, "valid until");
    }

    @ParameterizedTest
    @CsvSource({"tls.cert,JCCL_TLS_CERT", "tls.key,JCCL_TLS_KEY", "tls.ca,JCCL_TLS_CA"})
    void shouldNameTheSettingThatIsMissing(final String name, final String variable) {
        assertRefused(with(name, ""), variable + " is missing", "or none of them");
    }

    @ParameterizedTest
    @CsvSource({"tls.cert,JCCL_TLS_CERT", "tls.key,JCCL_TLS_KEY", "tls.ca,JCCL_TLS_CA"})
    void shouldNameTheFileThatIsMissingOrHoldsSomethingElse(final String name, final String variable)
            throws IOException {
        assertRefused(with(name, "/no/such/file"), variable + "=/no/such/file: there is no such file");
        final String garbage = file("hello");
        assertRefused(with(name, garbage), variable + "=" + garbage, "must be a PEM file with -----BEGIN");
    }

    @Test
    void shouldSayThatAFileIsDamaged() throws IOException {
        final String certificate = file("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertRefused(with("tls.cert", certificate), certificate, "cannot be read");
        final String key = file("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertRefused(with("tls.key", key), key, "damaged, or neither RSA, EC nor Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "ENCRYPTED"})
    void shouldSayHowToConvertOtherKeys(final String form) throws IOException {
        final String key = file("-----BEGIN " + form + " PRIVATE KEY-----\nAAAA\n");
        assertRefused(
                with("tls.key", key),
                form.equals("ENCRYPTED") ? "encrypted key" : "in an old form (" + form + " PRIVATE KEY)",
                "openssl pkey -in " + key + " -out key.pem");
    }

    @Test
    void shouldRefuseAKeyThatDoesNotFit() {
        assertRefused(with("tls.key", authority.rank("other").get("tls.key")), "is not the key of", "CN=rank");
        final String anotherKind = authority.rank("rsa", "-keyalg", "RSA").get("tls.key");
        assertRefused(with("tls.key", anotherKind), "is not the key of", "CN=rank");
    }

    @Test
    void shouldRefuseItsOwnCertificateWhereNoPeerWouldTrustIt() {
        final Authority another = new Authority(folder, "another");
        assertRefused(
                with("tls.ca", another.rank("one").get("tls.ca")),
                "CN=rank",
                "is not signed by a certificate in JCCL_TLS_CA",
                "but by CN=authority");
        assertRefused(
                authority.rank("late", "-keyalg", "EC", "-startdate", "-9d", "-validity", "2"),
                "CN=late",
                "has expired",
                "renew it");
        assertRefused(authority.rank("early", "-keyalg", "EC", "-startdate", "+3d"), "CN=early", "not valid yet");
    }
}
