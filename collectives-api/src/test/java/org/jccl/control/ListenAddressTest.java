// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
