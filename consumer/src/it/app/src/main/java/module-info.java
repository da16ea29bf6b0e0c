// SPDX-License-Identifier: Apache-2.0
/** The library's modules are automatic, so what they need of modules that are not is required here. */
module consumer {
    requires org.jccl;
    requires org.slf4j;
    requires io.netty.transport;
    requires jdk.unsupported;
}
