// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ListenAddressTest {
    private static final LocalInterface LO = new LocalInterface("lo", true, addresses("::1", "127.0.0.1"));
    private static final LocalInterface DOCKER = new LocalInterface("docker0", false, addresses("172.17.0.1"));
    private static final LocalInterface ETH0 =
            new LocalInterface("eth0", false, addresses("fe80::1", "2001:db8::5", "10.0.0.5"));
    private static final LocalInterface ETH01 = new LocalInterface("eth01", false, addresses("10.0.1.5"));
    private static final LocalInterface IB0 = new LocalInterface("ib0", false, addresses("192.168.7.5"));
    private static final LocalInterface SIX = new LocalInterface("six0", false, addresses("2001:db8::6"));
    private static final List<LocalInterface> ALL = List.of(LO, DOCKER, ETH0, ETH01, IB0, SIX);

    private static List<InetAddress> addresses(final String... texts) {
        return List.of(texts).stream().map(ListenAddressTest::address).toList();
    }

    private static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException notALiteral) {
            throw new IllegalArgumentException(notALiteral);
        }
    }

    private static String chosen(final String ifname, final InetAddress peer, final List<LocalInterface> interfaces) {
        return LocalCandidates.choose(Endpoints.settings("socket.ifname", ifname), peer, interfaces)
                .get(0)
                .getHostAddress();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eth | 10.0.0.5",
                "=eth0 | 10.0.0.5",
                "=eth01 | 10.0.1.5",
                "ib,eth | 10.0.0.5",
                "ib | 192.168.7.5",
                "nothing, ib0 | 192.168.7.5",
                "docker | 172.17.0.1",
                "lo | 127.0.0.1",
                "six | 2001:db8:0:0:0:0:0:6",
                "^eth | 192.168.7.5",
                "^=eth0 | 10.0.1.5",
                "^eth,ib | 2001:db8:0:0:0:0:0:6",
                "^eth,ib,six | 127.0.0.1"
            })
    void shouldFollowNcclsGrammar(final String ifname, final String expected) {
        assertThat(chosen(ifname, null, ALL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"wlan", "=eth", "^lo,docker,eth,ib,six"})
    void shouldListWhatThereIsWhenNothingFits(final String ifname) {
        assertThatThrownBy(() -> chosen(ifname, null, ALL))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("JCCL_SOCKET_IFNAME='" + ifname + "'")
                .hasMessageContaining("lo (127.0.0.1, 0:0:0:0:0:0:0:1), docker0 (172.17.0.1), eth0 (10.0.0.5, ");
    }

    @Test
    void shouldTakeAnInterfaceThatLeadsOutsideOrElseLoopback() {
        assertThat(chosen("", null, ALL)).isEqualTo("10.0.0.5");
        assertThat(chosen("", null, List.of(LO, DOCKER))).isEqualTo("127.0.0.1");
        assertThat(chosen("", null, List.of(LO, new LocalInterface("eth9", false, addresses("fe80::9")))))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void shouldStayOnLoopbackWhenTheRanksMeetThere() {
        final List<LocalInterface> machine = LocalInterface.ofMachine();
        assertThat(chosen("", address("127.0.0.1"), machine)).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldPreferThePeersFamilyOnANamedInterface() {
        assertThat(chosen("eth0", address("2001:db8::77"), ALL)).isEqualTo("2001:db8:0:0:0:0:0:5");
        assertThat(chosen("eth0", address("10.9.9.9"), ALL)).isEqualTo("10.0.0.5");
    }

    private static List<String> all(final String ifname, final LocalInterface... interfaces) {
        return LocalCandidates.choose(Endpoints.settings("socket.ifname", ifname), null, List.of(interfaces)).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Test
    void shouldPublishWhatLeadsOutsideFirstAndLoopbackOnlyWithoutThat() {
        assertThat(all("", LO, DOCKER, ETH0, ETH01, IB0, SIX))
                .containsExactly(
                        "10.0.0.5",
                        "10.0.1.5",
                        "192.168.7.5",
                        "2001:db8:0:0:0:0:0:5",
                        "2001:db8:0:0:0:0:0:6",
                        "172.17.0.1");
        final LocalInterface bare = new LocalInterface("eth9", false, addresses("fe80::9"));
        assertThat(all("", LO, bare, DOCKER)).containsExactly("127.0.0.1", "172.17.0.1", "fe80:0:0:0:0:0:0:9");
        assertThat(all("", LO, bare, ETH01)).containsExactly("10.0.1.5");
        assertThat(all("", LO)).containsExactly("127.0.0.1");
    }

    @Test
    void shouldPublishOneAddressOfEachInterfaceThatIsNamed() {
        assertThat(all("eth", LO, ETH0, ETH01, IB0)).containsExactly("10.0.0.5", "10.0.1.5");
        assertThat(all("=eth0", LO, ETH0, ETH01)).containsExactly("10.0.0.5");
    }

    @Test
    void shouldPublishWhatIsAdvertisedAndThenListenEverywhere() {
        final Settings behind = Endpoints.settings("advertise", "gate.example:30000");
        final ListenAddress where = ListenAddress.towards(behind, address("127.0.0.1"));
        assertThat(where.published(7000)).containsExactly(InetSocketAddress.createUnresolved("gate.example", 30000));
        assertThat(where.bound()).isNull();
        final Settings named = Endpoints.settings("advertise", "203.0.113.9", "socket.ifname", "lo");
        final ListenAddress there = ListenAddress.towards(named, null);
        assertThat(there.published(7000)).containsExactly(new InetSocketAddress("203.0.113.9", 7000));
        assertThat(there.bound()).isEqualTo(address("127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "node7 | node7 | 0",
                "node7:80 | node7 | 80",
                "10.0.0.1:7000 | 10.0.0.1 | 7000",
                "2001:db8::5 | 2001:db8::5 | 0",
                "[2001:db8::5] | 2001:db8::5 | 0",
                "[::1]:65535 | ::1 | 65535"
            })
    void shouldReadWhatIsAdvertised(final String text, final String host, final int port) {
        assertThat(Advertised.parse(text)).isEqualTo(new Advertised(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "host:", "host:65536", "[::1", ":7000", "tcp://host:1", "1.2.3.4.5", "host/7"})
    void shouldRefuseToAdvertiseWhatIsNoAddress(final String text) {
        assertThatThrownBy(() -> Advertised.parse(text))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining("JCCL_ADVERTISE='" + text + "' is no address; write host");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false", "10.1.2.3, false", "172.17.0.1, false", "192.168.1.1, false", "100.64.0.1, false",
        "169.254.1.1, false", "fe80::1, false", "fd00::1, false", "::1, false", "100.128.0.1, true",
        "8.8.8.8, true", "172.32.0.1, true", "2001:db8::1, true"
    })
    void shouldTellPublicAddresses(final String text, final boolean isPublic) {
        assertThat(PublicAddress.is(address(text))).isEqualTo(isPublic);
    }

    @Test
    void shouldListenAtTheAdvertisedAddressAloneUnlessRanksMeetAtAnother() {
        final InetAddress loopback = address("127.0.0.1");
        assertThat(ListenAddress.towards(Endpoints.settings(), loopback).bound())
                .isEqualTo(loopback);
        assertThat(ListenAddress.meeting(Endpoints.settings(), loopback, 7000).bound())
                .isEqualTo(loopback);
        assertThat(ListenAddress.meeting(Endpoints.settings(), null, 7000).bound())
                .isNull();
    }

    @Test
    void shouldListTheInterfacesOfThisMachine() {
        assertThat(LocalInterface.ofMachine())
                .anySatisfy(one -> assertThat(one.loopback()).isTrue())
                .allSatisfy(one -> assertThat(one.addresses()).isNotEmpty());
    }
}
