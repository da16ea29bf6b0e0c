// SPDX-License-Identifier: Apache-2.0
//
// Of the driver that pretends, modules and launches. A module is PTX text; what runs in place of its kernels is the same source
// compiled for the processor. Only entries that the text has can be found, and only with parameters of the size it says.
#include "pretend.h"

#include "../../main/cuda/reduction.h"

#include <dlfcn.h>
#include <stdio.h>

enum { NOT_FOUND = 500, INVALID_IMAGE = 200 };
enum { LONGEST_ENTRY = 128, MOST_THREADS = 1024 };

typedef void kernel(struct reduction);

struct module {
    void *library;
    char *text;
};
struct function {
    kernel *kernel;
    int element_bytes;
};
struct launch {
    void (*run)(kernel *kernel, const struct reduction *work, unsigned blocks, unsigned block_threads);
    kernel *kernel;
    struct reduction work;
    unsigned blocks, block_threads;
};

static void *library;

result cuModuleLoadData(struct module **module, const char *text)
{
    if (current() < 0) {
        return INVALID_CONTEXT;
    }
    await_idle(current());
    pthread_mutex_lock(&lock);
    if (library == NULL) {
        library = dlopen("libreduce.so", RTLD_NOW | RTLD_LOCAL);
    }
    result loaded = library == NULL ? NOT_SUPPORTED : strstr(text, "\n.version ") == NULL ? INVALID_IMAGE : SUCCESS;
    if (loaded == SUCCESS) {
        *module = malloc(sizeof **module);
        **module = (struct module){library, strdup(text)};
    }
    pthread_mutex_unlock(&lock);
    return loaded;
}

result cuFuncGetAttribute(int *value, int attribute, const void *function)
{
    *value = 32;
    return attribute == 4 && function != NULL ? SUCCESS : INVALID_VALUE; /* registers */
}

result cuModuleUnload(struct module *module)
{
    free(module->text);
    free(module);
    return SUCCESS;
}

/* combine_float32_sum has elements of 4 bytes. */
static int element_bytes(const char *name)
{
    static const struct {
        const char *type;
        int bytes;
    } types[] = {{"float8", 1}, {"float16", 2}, {"float32", 4}, {"float64", 8}, {"int8", 1}, {"int32", 4}, {"int64", 8}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strstr(name, types[i].type) != NULL) {
            return types[i].bytes;
        }
    }
    return 0;
}

/* Whether the text has the entry, with the parameter that will be read at a launch. */
static int has(const char *text, const char *name)
{
    char entry[LONGEST_ENTRY], parameter[LONGEST_ENTRY];
    snprintf(entry, sizeof entry, ".visible .entry %s(", name);
    snprintf(parameter, sizeof parameter, "%s_param_0[%zu]\n)", name, sizeof(struct reduction));
    const char *found = strstr(text, entry);
    return found != NULL && strstr(found, parameter) != NULL;
}

result cuModuleGetFunction(struct function **function, const struct module *module, const char *name)
{
    kernel *found = has(module->text, name) ? (kernel *)dlsym(module->library, name) : NULL;
    if (found != NULL) {
        *function = malloc(sizeof **function);
        **function = (struct function){found, element_bytes(name)};
    }
    return found == NULL ? NOT_FOUND : SUCCESS;
}

/* Puts the processor's addresses in place of the device's; whether each is of enough memory. The lock is held. */
static int translate(struct reduction *work, int element_bytes)
{
    const size_t bytes = work->count * (size_t)element_bytes;
    work->destination = behind((uint64_t)work->destination, bytes);
    int valid = work->destination != NULL && work->operands <= MOST_OPERANDS;
    for (int k = 0; valid && k < work->operands; k++) {
        work->operand[k] = behind((uint64_t)work->operand[k], bytes);
        valid = work->operand[k] != NULL;
    }
    return valid;
}

static int run(struct work *work)
{
    struct launch *launch = (struct launch *)work->to;
    launch->run(launch->kernel, &launch->work, launch->blocks, launch->block_threads);
    free(launch);
    return 1;
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
    struct launch *launch = malloc(sizeof *launch);
    *launch = (struct launch){.kernel = function->kernel, .blocks = blocks, .block_threads = threads};
    memcpy(&launch->work, parameters[0], sizeof launch->work);
    pthread_mutex_lock(&lock);
    *(void **)&launch->run = dlsym(library, "run_kernel");
    const int valid = translate(&launch->work, function->element_bytes);
    if (valid) {
        append(stream, (struct work){.run = run, .to = (char *)launch});
    } else {
        free(launch);
    }
    pthread_mutex_unlock(&lock);
    return valid ? SUCCESS : ILLEGAL_ADDRESS;
}
