// SPDX-License-Identifier: Apache-2.0
package org.jccl.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one certificate that a rank shows, also to those that will not like it: the JDK's own choice would show none then,
 * and nobody would hear which one was wrong. Any thread.
 */
final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "rank";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    OneKey(final List<X509Certificate> chain, final PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    private String choose(final String... types) {
        return List.of(types).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public String chooseEngineClientAlias(final String[] types, final Principal[] issuers, final SSLEngine engine) {
        return choose(types);
    }

    @Override
    public String chooseEngineServerAlias(final String type, final Principal[] issuers, final SSLEngine engine) {
        return choose(type);
    }

    @Override
    public String chooseClientAlias(final String[] types, final Principal[] issuers, final Socket socket) {
        return choose(types);
    }

    @Override
    public String chooseServerAlias(final String type, final Principal[] issuers, final Socket socket) {
        return choose(type);
    }

    @Override
    public String[] getClientAliases(final String type, final Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getServerAliases(final String type, final Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(final String alias) {
        return chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(final String alias) {
        return key;
    }
}
