// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jccl.bootstrap.LauncherEnvironment;
import org.jccl.error.InvalidUsageException;
import org.jccl.reduce.Kernels;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Settings;
import org.jccl.spi.TransportProvider;
import org.jccl.tls.Credentials;

/** The JDK, the reduction kernels, the transports, and what the environment says. */
final class SoftwareInspection {
    private final Map<String, String> environment;

    SoftwareInspection(final Map<String, String> environment) {
        this.environment = environment;
    }

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("JDK", MachineProbe.jdk() + " on " + MachineProbe.kernel()));
        findings.add(kernels(Kernels.description()));
        ServiceLoader.load(TransportProvider.class).forEach(provider -> {
            findings.add(transport(provider));
            provider.details().forEach(detail -> findings.add(Finding.fine(provider.name(), detail)));
        });
        findings.add(launcher());
        findings.add(tls());
        findings.add(settings());
        return findings;
    }

    static Finding kernels(final String description) {
        return new Finding(
                "kernels",
                description,
                description.startsWith("native")
                        ? null
                        : "reductions run in plain Java, up to 4 times slower; install gcc and build again to have native ones");
    }

    static Finding transport(final TransportProvider provider) {
        final String reason = provider.unavailable();
        return new Finding("transport", provider.name() + (reason == null ? ": available" : ": not here"), reason);
    }

    /** What a communicator would take from the environment. */
    Finding launcher() {
        try {
            final LauncherEnvironment found = LauncherEnvironment.detect(environment);
            final String place = found.rendezvous() == null ? "" : ", meeting at " + found.rendezvous();
            return Finding.fine("launcher", found.source() + ": rank " + found.rank() + " of " + found.size() + place);
        } catch (final InvalidUsageException halfSet) {
            return new Finding("launcher", "variables that do not fit together", halfSet.getMessage());
        }
    }

    /** Whether connections would be encrypted, and if not though they should be, why. */
    Finding tls() {
        try {
            return Finding.fine(
                    "tls",
                    Credentials.of(new Settings(Map.of(), System::getProperty, environment::get))
                            .map(own -> "every connection, as " + own)
                            .orElse("off: connections are not encrypted"));
        } catch (final InvalidUsageException unusable) {
            return new Finding("tls", "files that cannot be used", unusable.getMessage());
        }
    }

    /** The library's own variables, and those that look like them; a secret's value stays one. */
    Finding settings() {
        final KnownSettings known = KnownSettings.load();
        final Map<String, String> seen = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("JCCL_")) {
                seen.put(name, value);
            }
        });
        known.all()
                .forEach(setting ->
                        seen.computeIfPresent(setting.variable(), (variable, value) -> setting.shown(value)));
        final List<String> unread = known.unread(environment.keySet(), Set.of());
        return new Finding(
                "environment",
                seen.isEmpty() ? "no variable JCCL_*" : seen.toString(),
                unread.isEmpty() ? null : String.join("; ", unread));
    }
}
