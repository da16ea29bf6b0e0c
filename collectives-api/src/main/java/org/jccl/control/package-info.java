// SPDX-License-Identifier: Apache-2.0
/**
 * The process's one listening port and the one thread behind it: heartbeats, deaths, aborts and questions travel here, apart from
 * data.
 */
package org.jccl.control;
