// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.List;
import org.jccl.buffer.NativeLibrary;

/** The library's own settings. Those that decide what goes over a link are rank 0's, so that ranks never disagree. */
public final class CoreSettings implements SettingsProvider {
    /** By what ranks reach each other. */
    public static final Setting<String> TRANSPORT = Setting.text(
                    "transport", "auto", "the best that reaches each rank, or the names of some, with commas")
            .builder("transport")
            .page("transports.md");

    /** Which algorithm where. */
    public static final Setting<String> ALGORITHMS = Setting.text(
                    "algo", "", "which algorithm where, before any table; rank 0's counts")
            .builder("algorithms")
            .unset("the table's choice")
            .page("configuration.md#rules-for-algorithms");

    /** A file with a table of algorithms. */
    public static final Setting<String> TUNING = Setting.text(
                    "tuning", "", "a file with a table of algorithms, as `./jccl tune` writes it; rank 0's counts")
            .unset("the shipped table")
            .page("configuration.md#a-table-for-your-machines");

    /** The deadline of every wait. */
    public static final Setting<Long> TIMEOUT = Setting.span(
                    "timeout",
                    "30s",
                    "deadline of every wait, building included; `communicator.timeout` for single calls")
            .builder("timeout");

    /** What messages call the communicator. */
    public static final Setting<String> NAME = Setting.text(
                    "name", "world", "what messages and logs call the communicator")
            .builder("name");

    /** Where the ranks meet. */
    public static final Setting<String> RENDEZVOUS = Setting.text(
                    "rendezvous", "", "where the ranks meet: `tcp://host:port` of rank 0, or `file:///folder`")
            .builder("rendezvous")
            .unset("the launcher's")
            .page("bootstrap.md");

    /** Where a running job is joined. */
    public static final Setting<String> JOIN = Setting.text(
                    "join", "", "joins a running job at `tcp://host:port,host:port` or `file:///folder`")
            .builder("join")
            .page("errors.md#taking-in-those-that-come");

    /** How long a newcomer waits: training looks for newcomers once an epoch, perhaps. */
    public static final Setting<Long> JOIN_TIMEOUT =
            Setting.span("join.timeout", "10m", "how long a newcomer waits to be let in");

    /** A folder for newcomers. */
    public static final Setting<String> MEMBERS =
            Setting.text("members", "", "a folder in which a rank leaves its address for newcomers");

    /** The shared secret. */
    public static final Setting<String> TOKEN = Setting.text(
                    "token", "", "the secret that all ranks share; connections without it are refused")
            .builder("token")
            .secret()
            .page("security.md");

    /** This rank's certificate. */
    public static final Setting<String> TLS_CERT = Setting.text(
                    "tls.cert", "", "a PEM file, this rank's certificate; with all three every connection is TLS")
            .page("security.md#tls");

    /** Its private key. */
    public static final Setting<String> TLS_KEY =
            Setting.text("tls.key", "", "a PEM file, its private key").secret().page("security.md#tls");

    /** Who signs certificates. */
    public static final Setting<String> TLS_CA = Setting.text("tls.ca", "", "a PEM file, the authority's certificate")
            .page("security.md#tls");

    /** Where this process listens. */
    public static final Setting<String> PORT = Setting.text(
                    "port", "0", "where this process listens: `0` (any), `7000`, or the first free one of `7000-7100`")
            .page("bootstrap.md#ports-interfaces-secret");

    /** Which interfaces others dial. */
    public static final Setting<String> SOCKET_IFNAME = Setting.text(
                    "socket.ifname",
                    "",
                    "whose addresses the others dial, in NCCL's grammar: `eth,ib`, `=eth0`, `^docker`")
            .unset("those that lead to other machines")
            .page("bootstrap.md#ports-interfaces-secret");

    /** What others dial instead. */
    public static final Setting<String> ADVERTISE = Setting.text(
                    "advertise",
                    "",
                    "what the others dial instead, behind NAT or a port mapping: `host` or `host:port`")
            .page("bootstrap.md#ports-interfaces-secret");

    /** When a silent neighbour counts as dead. */
    public static final Setting<Long> CONTROL_SILENCE =
            Setting.span("control.silence", "5s", "after this a silent neighbour counts as dead");

    /** Divides hosts by hand. */
    public static final Setting<String> HOST =
            Setting.text("host", "", "ranks with different values count as on different hosts");

    /**
     * What one rank's share of a slab should be to stay in its core's cache between its two phases, with the copies of it that
     * heap arrays need. Measured in turn with 2 ranks, 1 to 64 MiB: over shared memory 128 KiB to 2 MiB are alike for native
     * memory; with 128 KiB instead of 512 TCP takes 5 to 12 % less time, heap arrays up to a third less.
     */
    public static final Setting<Long> SLAB = Setting.size(
            "slab", "128K", "bytes a rank by which large operations are cut and pipelined; rank 0's counts");

    /** Whether messages carry sums. */
    public static final Setting<Boolean> CHECKSUM = Setting.toggle(
                    "checksum",
                    "off",
                    "off",
                    "crc32c",
                    "`crc32c`: a sum over every message, so that what is spoilt on its way is an exception; rank 0's counts")
            .page("errors.md");

    /** Shared memory of one lane. */
    public static final Setting<Long> SHM_BULK =
            Setting.size("shm.bulk", "2M", "most that one shared-memory lane buffers; less with many ranks on a host");

    /** How long a broken connection may take to be made anew. */
    public static final Setting<Long> TCP_RESUME = Setting.span(
                    "tcp.resume",
                    "0",
                    "how long a TCP connection that breaks while both ranks live may take to be made anew; rank 0's counts")
            .page("errors.md#connections-that-break");

    /** Whether plans run in the memory of devices. */
    public static final Setting<Boolean> GPU_DIRECT = Setting.toggle(
                    "gpu.direct",
                    "on",
                    "`off`: ranks of one host do not read each other's memory of devices; rank 0's counts")
            .page("gpu.md");

    /** At which rates this rank sends. */
    public static final Setting<String> CAP = Setting.text(
                    "cap",
                    "",
                    "rates at which this rank sends over wires, at most: `1Gbit`, `tag:checkpoint:200Mbit`, `link:3:100Mbit`")
            .page("control.md#caps");

    /** In which shares. */
    public static final Setting<String> WEIGHT = Setting.text(
                    "weight",
                    "",
                    "shares of what links take while several want more: `tag:gradients:3`, `communicator:world/1:2`, `4`")
            .page("control.md#weights");

    /** What the jobs of a host send at most. */
    public static final Setting<String> HOST_BUDGET = Setting.text(
                    "host.budget",
                    "",
                    "the rate at which all jobs of this host that name it send together, at most: `1Gbit`, `train=25Gbit`")
            .page("control.md#budgets-of-a-host");

    /** Whether asynchronous calls remember where they were started. */
    public static final Setting<Boolean> CALL_SITES = Setting.toggle(
            "callsites",
            "off",
            "`on`: messages about ranks that disagree name where asynchronous calls were started; microseconds a call");

    /** Where records go. */
    public static final Setting<String> RECORD = Setting.text(
                    "record",
                    "",
                    "a folder into which every rank writes its last operations when the communicator fails")
            .page("errors.md#the-flight-recorder");

    /** At which signal records are written. */
    public static final Setting<String> RECORD_SIGNAL = Setting.text(
                    "record.signal",
                    "",
                    "`USR1`: at that signal the process writes the same, into `record` or the folder it works in")
            .page("errors.md#the-flight-recorder");

    /** When a wait is worth an event; shorter ones are common where ranks share cores. */
    public static final Setting<Long> STRAGGLER = Setting.span(
                    "straggler",
                    "10ms",
                    "an operation that waits so long for one rank is an event for Java's flight recorder")
            .page("errors.md#java-flight-recorder");

    /** Whether choices are logged. */
    public static final Setting<String> DEBUG = Setting.text(
                    "debug",
                    "",
                    "set, every choice of an algorithm is logged at INFO; `./jccl` takes it for a level, `INFO` say")
            .page("configuration.md#logging");

    /** Faults to rehearse. */
    public static final Setting<String> FAULTS = Setting.text(
                    "faults", "", "faults laid over every transport, to rehearse failures")
            .page("configuration.md#rehearsing-failures");

    /** Whether the native part is used; read where it is loaded, once a process. */
    public static final Setting<Boolean> NATIVE = Setting.toggle(
                    NativeLibrary.SETTING,
                    "on",
                    "`off` leaves the native kernels out; for the whole process, so by property and variable only")
            .ofProcess();

    @Override
    public List<Setting<?>> settings() {
        return List.of(
                TRANSPORT,
                ALGORITHMS,
                TUNING,
                TIMEOUT,
                NAME,
                RENDEZVOUS,
                JOIN,
                JOIN_TIMEOUT,
                MEMBERS,
                TOKEN,
                TLS_CERT,
                TLS_KEY,
                TLS_CA,
                PORT,
                SOCKET_IFNAME,
                ADVERTISE,
                CONTROL_SILENCE,
                HOST,
                SLAB,
                CHECKSUM,
                SHM_BULK,
                TCP_RESUME,
                GPU_DIRECT,
                CAP,
                WEIGHT,
                HOST_BUDGET,
                CALL_SITES,
                RECORD,
                RECORD_SIGNAL,
                STRAGGLER,
                DEBUG,
                FAULTS,
                NATIVE);
    }
}
