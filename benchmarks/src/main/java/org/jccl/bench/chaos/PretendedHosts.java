// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hosts as network namespaces behind a bridge, each with an address of its own and a link that can be cut and shaped. */
final class PretendedHosts implements Ground {
    /** What a link carries unless something is done to it. */
    static final String RATE = "1gbit";

    private final String mark = "jccl" + ProcessHandle.current().pid();
    private final String bridge = mark + "-bridge";
    private final int hosts;

    /** Makes them; whatever it takes, an exception says what is missing. */
    PretendedHosts(final int hosts) throws IOException, InterruptedException {
        this.hosts = hosts;
        try {
            add(bridge);
            inside(bridge, "ip", "link", "add", "bridge", "type", "bridge");
            inside(bridge, "ip", "link", "set", "bridge", "up");
            for (int place = 0; place < hosts; place++) {
                addHost(place);
            }
        } catch (final IOException | InterruptedException failed) {
            close();
            throw failed;
        }
    }

    private void addHost(final int place) throws IOException, InterruptedException {
        add(host(place));
        run(
                "ip",
                "link",
                "add",
                "eth0",
                "netns",
                host(place),
                "type",
                "veth",
                "peer",
                "name",
                port(place),
                "netns",
                bridge);
        inside(host(place), "ip", "addr", "add", "10.78.0." + (place + 1) + "/24", "dev", "eth0");
        inside(bridge, "ip", "link", "set", port(place), "master", "bridge");
        inside(bridge, "ip", "link", "set", port(place), "up");
        inside(host(place), "ip", "link", "set", "eth0", "up");
        shape(place, RATE);
    }

    private String host(final int place) {
        return mark + "-" + place;
    }

    private static String port(final int place) {
        return "port-" + place;
    }

    private void add(final String namespace) throws IOException, InterruptedException {
        run("ip", "netns", "add", namespace);
        inside(namespace, "ip", "link", "set", "lo", "up");
    }

    private void inside(final String namespace, final String... command) throws IOException, InterruptedException {
        final List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        whole.addAll(List.of(command));
        run(whole.toArray(String[]::new));
    }

    private static void run(final String... command) throws IOException, InterruptedException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("'" + String.join(" ", command) + "' failed: " + said.strip()
                    + "; pretended hosts need root, ip and tc");
        }
    }

    @Override
    public List<String> prefix(final int place) {
        return List.of("ip", "netns", "exec", host(place));
    }

    @Override
    public void describe(final Map<String, String> environment) {
        environment.put("JCCL_SOCKET_IFNAME", "eth0");
    }

    @Override
    public boolean hasLinks() {
        return true;
    }

    @Override
    public void cut(final int place) throws IOException, InterruptedException {
        inside(bridge, "ip", "link", "set", port(place), "down");
    }

    @Override
    public void heal(final int place) throws IOException, InterruptedException {
        inside(bridge, "ip", "link", "set", port(place), "up");
    }

    @Override
    public void shape(final int place, final String rate) throws IOException, InterruptedException {
        inside(host(place), shaping("eth0", rate));
        inside(bridge, shaping(port(place), rate));
    }

    private static String[] shaping(final String device, final String rate) {
        return new String[] {
            "tc", "qdisc", "replace", "dev", device, "root", "tbf", "rate", rate, "burst", "128kb", "latency", "100ms"
        };
    }

    @Override
    public void reset(final int place) throws IOException, InterruptedException {
        inside(host(place), "ss", "--kill", "--tcp", "state", "established");
    }

    /** What is there of them. */
    @Override
    public void close() throws IOException {
        for (int place = 0; place < hosts; place++) {
            delete(host(place));
        }
        delete(bridge);
    }

    private static void delete(final String namespace) throws IOException {
        new ProcessBuilder("ip", "netns", "delete", namespace).start().onExit().join();
    }
}
