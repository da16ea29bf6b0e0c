// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jccl.bench.catalogue.SettingsList;
import org.jccl.bench.catalogue.SettingsPage;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jccl settings}. */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        description = {
            "Lists every setting with its value in this environment and where that comes from; what is secret stays so.",
            "",
            "Settings from the builder go before the system property jccl.NAME, that before the variable JCCL_NAME."
        },
        footer = {
            "",
            "Exit status: 0 all can be used, 1 a variable JCCL_* is read by nothing or has no value it may have.",
            "",
            "Example:",
            "  JCCL_TIMEOUT=5s jccl settings"
        })
public final class SettingsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--docs",
            paramLabel = "FILE",
            description = "Write the table of settings into this page, where it has one, as Markdown.")
    private Path docs;

    @Override
    public Integer call() throws IOException {
        if (docs != null) {
            Files.writeString(docs, SettingsPage.update(Files.readString(docs)));
            return 0;
        }
        return list(KnownSettings.load(), Settings.ofProcess(Map.of()));
    }

    private int list(final KnownSettings known, final Settings settings) {
        spec.commandLine()
                .getOut()
                .println(new SettingsList(known, settings).text().stripTrailing());
        final List<String> unread =
                known.unread(System.getenv().keySet(), System.getProperties().stringPropertyNames());
        unread.forEach(spec.commandLine().getErr()::println);
        known.check(settings);
        return unread.isEmpty() ? 0 : 1;
    }
}
