// SPDX-License-Identifier: Apache-2.0
/** Meters of communicators for Micrometer, and so for whatever it reports to. */
package org.jccl.micrometer;
