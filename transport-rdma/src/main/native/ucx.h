// SPDX-License-Identifier: Apache-2.0
//
// What the native parts share. UCX is looked for at run time and its headers are not needed: what is used of its interface
// is declared here, and UCX only ever appends to that.
#ifndef JCCL_UCX_H
#define JCCL_UCX_H

#include <stddef.h>
#include <stdint.h>

typedef int ucs_status; /* 0 is well, 1 in progress, less than 0 an error */

/* A function of UCX's, or NULL. */
void *ucx_function(const char *name);

#endif
