// SPDX-License-Identifier: Apache-2.0
/** Who may send when: rates, shares and right of way among the communicators of a rank and the jobs of a host. */
package org.jccl.traffic;
