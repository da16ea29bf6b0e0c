// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jccl.bootstrap.LauncherEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifest in the documentation says to each pod what the library reads. */
@Timeout(10)
class KubernetesManifestTest {
    private static final Path MANIFEST = Path.of("../docs/kubernetes.yaml");

    private Object service;
    private Object job;

    @BeforeEach
    void readManifest() throws Exception {
        final List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions()))
                .loadAll(Files.readString(MANIFEST))
                .forEach(documents::add);
        service = documents.get(0);
        job = documents.get(1);
        assertThat(at(service, "kind")).isEqualTo("Service");
        assertThat(at(job, "kind")).isEqualTo("Job");
    }

    @Test
    void shouldTellEachPodItsRankAndWhereAllMeet() {
        final int completions = (int) at(job, "spec", "completions");
        for (int index = 0; index < completions; index++) {
            final Map<String, String> pod = environment();
            // what Kubernetes adds to an indexed Job
            assertThat(at(job, "spec", "completionMode")).isEqualTo("Indexed");
            pod.put("JOB_COMPLETION_INDEX", Integer.toString(index));
            assertThat(LauncherEnvironment.detect(pod))
                    .isEqualTo(new LauncherEnvironment(
                            "Kubernetes", index, completions, -1, "tcp://" + firstPod() + ":" + port()));
        }
        assertThat(at(job, "spec", "parallelism")).as("all at once").isEqualTo(completions);
    }

    @Test
    void shouldGiveTheFirstPodANameThatTheOthersFind() {
        assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
        assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
        assertThat(at(service, "spec", "selector", "job-name")).isEqualTo(at(job, "metadata", "name"));
        assertThat(at(job, "spec", "template", "spec", "subdomain")).isEqualTo(at(service, "metadata", "name"));
    }

    @Test
    void shouldTakeTheTokenFromASecret() {
        assertThat(container("env").toString()).contains("JCCL_TOKEN, valueFrom={secretKeyRef=");
    }

    /** As Kubernetes makes it of the Job's name, the index and the subdomain. */
    private String firstPod() {
        return at(job, "metadata", "name") + "-0." + at(job, "spec", "template", "spec", "subdomain");
    }

    private Object port() {
        return at(((List<?>) at(service, "spec", "ports")).get(0), "port");
    }

    private Map<String, String> environment() {
        final Map<String, String> variables = new HashMap<>();
        for (final Object variable : (List<?>) container("env")) {
            final Object value = ((Map<?, ?>) variable).get("value");
            variables.put((String) at(variable, "name"), value == null ? "from elsewhere" : (String) value);
        }
        return variables;
    }

    private Object container(final String field) {
        return at(((List<?>) at(job, "spec", "template", "spec", "containers")).get(0), field);
    }

    private static Object at(final Object node, final String... path) {
        Object found = node;
        for (final String name : path) {
            found = ((Map<?, ?>) found).get(name);
            assertThat(found).as(name + " in " + node).isNotNull();
        }
        return found;
    }
}
