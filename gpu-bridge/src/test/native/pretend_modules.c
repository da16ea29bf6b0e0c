// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, modules and launches. A module is PTX text; what runs in place of its kernels is the same source
// compiled for the processor. Only entries that the text has can be found.
#include "pretend.h"

#include <dlfcn.h>
#include <stdio.h>

enum { NOT_FOUND = 500, INVALID_IMAGE = 200 };
enum { LONGEST_NAME = 128, MOST_THREADS = 1024 };

struct module {
    void *library;
    char *text;
};
struct function {
    void *library;
    void *kernel;
    char name[LONGEST_NAME];
};
struct grid {
    run_kernel_function *run;
    struct launch *launch;
    unsigned blocks, block_threads;
};

/* Whose first line says that it is of NAME.cu is run by libNAME.so. */
static void *library_of(const char *text)
{
    char name[LONGEST_NAME], library[LONGEST_NAME + 8];
    if (sscanf(text, "// sha256 %*s of %127[a-z0-9_].cu", name) != 1) {
        return NULL;
    }
    snprintf(library, sizeof library, "lib%s.so", name);
    return dlopen(library, RTLD_NOW | RTLD_LOCAL);
}

result cuModuleLoadData(struct module **module, const char *text)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    if (strstr(text, "\n.version ") == NULL) {
        return INVALID_IMAGE;
    }
    await_idle(current());
    void *library = library_of(text);
    if (library == NULL) {
        return NOT_SUPPORTED;
    }
    *module = malloc(sizeof **module);
    **module = (struct module){library, strdup(text)};
    return SUCCESS;
}

result cuFuncGetAttribute(int *value, int attribute, const void *function)
{
    *value = 32;
    return attribute == 4 && function != NULL ? SUCCESS : INVALID_VALUE; /* registers */
}

/* What was launched may still have to run, so the library stays. */
result cuModuleUnload(struct module *module)
{
    free(module->text);
    free(module);
    return SUCCESS;
}

static int has(const char *text, const char *name)
{
    char entry[LONGEST_NAME + 32];
    snprintf(entry, sizeof entry, ".visible .entry %s(", name);
    return strstr(text, entry) != NULL;
}

result cuModuleGetFunction(struct function **function, const struct module *module, const char *name)
{
    void *found = has(module->text, name) ? dlsym(module->library, name) : NULL;
    if (found == NULL) {
        return NOT_FOUND;
    }
    *function = malloc(sizeof **function);
    **function = (struct function){.library = module->library, .kernel = found};
    snprintf((*function)->name, LONGEST_NAME, "%s", name);
    return SUCCESS;
}

static int run(struct work *work)
{
    struct grid *grid = (struct grid *)work->to;
    grid->run(grid->launch, grid->blocks, grid->block_threads);
    free(grid);
    return 1;
}

/* The launch with its parameters, or NULL. The lock is held. */
static struct launch *bind(const struct function *function, void **parameters)
{
    bind_kernel_function *bind_kernel;
    *(void **)&bind_kernel = dlsym(function->library, "bind_kernel");
    return bind_kernel(function->kernel, function->name, parameters, behind);
}

/* A device would find out later that an address is none of its own; this says so at once. */
result cuLaunchKernel(const struct function *function, unsigned blocks, unsigned blocks_y, unsigned blocks_z,
                      unsigned threads, unsigned threads_y, unsigned threads_z, unsigned shared_bytes,
                      struct stream *stream, void **parameters, void **extra)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    if (blocks == 0 || blocks > INT32_MAX || blocks_y != 1 || blocks_z != 1 || threads == 0 || threads > MOST_THREADS
        || threads_y != 1 || threads_z != 1 || shared_bytes != 0 || extra != NULL) {
        return INVALID_VALUE;
    }
    pthread_mutex_lock(&lock);
    struct launch *launch = bind(function, parameters);
    if (launch != NULL) {
        struct grid *grid = malloc(sizeof *grid);
        *grid = (struct grid){.launch = launch, .blocks = blocks, .block_threads = threads};
        *(void **)&grid->run = dlsym(function->library, "run_kernel");
        append(stream, (struct work){.run = run, .to = (char *)grid});
    }
    pthread_mutex_unlock(&lock);
    return launch != NULL ? SUCCESS : ILLEGAL_ADDRESS;
}
