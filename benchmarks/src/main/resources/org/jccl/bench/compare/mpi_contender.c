/* SPDX-License-Identifier: Apache-2.0
 *
 * Measures MPI collectives by the method of `jccl perf`, task by task: rank 0 reads lines of
 *     COLLECTIVE BYTES first|again MILLISECONDS
 * and answers each with
 *     = BYTES AVERAGE P50 P99 P99.9 MAX          (microseconds; -1 bytes: no such collective here)
 * Calls are out of place, on floats, reduced by sum. Between tasks every rank sleeps in read(), not in MPI, whose waits
 * keep a core busy: the others read from pipes, FOLDER/RANK, that rank 0 writes to.
 */
#include <limits.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { LINE = 256, MOST_CALLS = 100000 };
static const long SMALL = 64L << 10, MIDDLE = 1L << 20;
static const double BRIEF_US = 1e4; /* so long a warm-up, by doubling numbers of calls, shows how long one takes */

typedef struct {
    const char *name;
    int blocks;       /* the size is cut into a block for every rank */
    int apart;        /* a rank may run ahead, so each call begins after a barrier */
    void (*run)(const float *in, float *out, int count, int block);
} collective;

static int rank, ranks;

static void all_reduce(const float *in, float *out, int count, int block) {
    (void)block;
    MPI_Allreduce(in, out, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}
static void reduce(const float *in, float *out, int count, int block) {
    (void)block;
    MPI_Reduce(in, out, count, MPI_FLOAT, MPI_SUM, 0, MPI_COMM_WORLD);
}
static void broadcast(const float *in, float *out, int count, int block) {
    (void)in, (void)block;
    MPI_Bcast(out, count, MPI_FLOAT, 0, MPI_COMM_WORLD);
}
static void all_gather(const float *in, float *out, int count, int block) {
    (void)count;
    MPI_Allgather(in, block, MPI_FLOAT, out, block, MPI_FLOAT, MPI_COMM_WORLD);
}
static void reduce_scatter(const float *in, float *out, int count, int block) {
    (void)count;
    MPI_Reduce_scatter_block(in, out, block, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
}
static void all_to_all(const float *in, float *out, int count, int block) {
    (void)count;
    MPI_Alltoall(in, block, MPI_FLOAT, out, block, MPI_FLOAT, MPI_COMM_WORLD);
}
static void gather(const float *in, float *out, int count, int block) {
    (void)count;
    MPI_Gather(in, block, MPI_FLOAT, out, block, MPI_FLOAT, 0, MPI_COMM_WORLD);
}
static void scatter(const float *in, float *out, int count, int block) {
    (void)count;
    MPI_Scatter(in, block, MPI_FLOAT, out, block, MPI_FLOAT, 0, MPI_COMM_WORLD);
}
static void barrier(const float *in, float *out, int count, int block) {
    (void)in, (void)out, (void)count, (void)block;
    MPI_Barrier(MPI_COMM_WORLD);
}

static void ping_pong(const float *in, float *out, int count, int block) {
    (void)block;
    const int partner = rank ^ 1;
    if (partner >= ranks) return;
    if (rank % 2 == 0) MPI_Send(in, count, MPI_FLOAT, partner, 0, MPI_COMM_WORLD);
    MPI_Recv(out, count, MPI_FLOAT, partner, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (rank % 2 != 0) MPI_Send(out, count, MPI_FLOAT, partner, 0, MPI_COMM_WORLD);
}

static const collective collectives[] = {
    {"all_reduce", 0, 0, all_reduce}, {"reduce", 0, 1, reduce},         {"broadcast", 0, 1, broadcast},
    {"all_gather", 1, 0, all_gather}, {"reduce_scatter", 1, 0, reduce_scatter},
    {"all_to_all", 1, 0, all_to_all}, {"gather", 1, 1, gather},         {"scatter", 1, 1, scatter},
    {"barrier", 0, 0, barrier},       {"ping_pong", 0, 0, ping_pong},
};

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double slowest(double mine) {
    double most;
    MPI_Allreduce(&mine, &most, 1, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    return most;
}

/* Times that many calls; the slowest rank's total. */
static double timed(const collective *c, const float *in, float *out, int count, int calls, double *samples) {
    const int block = count / ranks;
    MPI_Barrier(MPI_COMM_WORLD);
    if (c->apart) {
        double total = 0;
        for (int i = 0; i < calls; i++) {
            MPI_Barrier(MPI_COMM_WORLD);
            const double begin = now_us();
            c->run(in, out, count, block);
            samples[i] = now_us() - begin;
        }
        MPI_Allreduce(MPI_IN_PLACE, samples, calls, MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
        for (int i = 0; i < calls; i++) total += samples[i];
        return total;
    }
    const double begin = now_us();
    double previous = begin;
    for (int i = 0; i < calls; i++) {
        c->run(in, out, count, block);
        const double now = now_us();
        samples[i] = now - previous;
        previous = now;
    }
    return slowest(previous - begin);
}

/* The nearest-rank percentile of sorted samples. */
static double percentile(const double *sorted, int calls, double share) {
    int place = (int)(share * calls);
    if (place < share * calls) place++;
    return sorted[place - 1];
}

static void measure(const collective *c, long bytes, long milliseconds, float *in, float *out) {
    static double samples[MOST_CALLS];
    long count = bytes / (long)sizeof(float);
    if (c->blocks) count = (count < ranks ? ranks : count) / ranks * ranks;
    if (count < 1) count = 1;
    double each = 1, spent = 0;
    for (int calls = 1; spent < BRIEF_US; calls *= calls < MOST_CALLS / 2 ? 2 : 1) {
        const double took = timed(c, in, out, (int)count, calls, samples);
        each = took / calls;
        spent += took;
    }
    const int fewest = bytes <= SMALL ? 200 : bytes <= MIDDLE ? 30 : 7;
    double wanted = milliseconds * 1e3 / (each + 0.001);
    if (wanted > MOST_CALLS) wanted = MOST_CALLS;
    const int calls = wanted < fewest ? fewest : (int)wanted;
    const double total = timed(c, in, out, (int)count, calls, samples);
    if (rank != 0) return;
    qsort(samples, calls, sizeof *samples, ascending);
    printf("= %ld %.4f %.4f %.4f %.4f %.4f\n", c->run == barrier ? 0 : count * (long)sizeof(float), total / calls,
           percentile(samples, calls, 0.5), percentile(samples, calls, 0.99), percentile(samples, calls, 0.999),
           samples[calls - 1]);
    fflush(stdout);
}

/* The next task's line on every rank; 0 at the end. */
static int next(char *line, FILE **pipes) {
    if (rank != 0) return fgets(line, LINE, pipes[0]) != NULL;
    if (!fgets(line, LINE, stdin)) return 0;
    for (int other = 1; other < ranks; other++) {
        fputs(line, pipes[other]);
        fflush(pipes[other]);
    }
    return 1;
}

static FILE **open_pipes(const char *folder) {
    FILE **pipes = calloc(ranks, sizeof *pipes);
    char path[PATH_MAX];
    for (int other = 1; other < ranks && rank == 0; other++) {
        snprintf(path, sizeof path, "%s/%d", folder, other);
        if (mkfifo(path, 0600)) perror(path), MPI_Abort(MPI_COMM_WORLD, 1);
    }
    MPI_Barrier(MPI_COMM_WORLD);
    for (int other = 1; other < ranks; other++) {
        snprintf(path, sizeof path, "%s/%d", folder, rank == 0 ? other : rank);
        if (rank != 0 && other > 1) break;
        FILE *pipe = fopen(path, rank == 0 ? "w" : "r");
        if (!pipe) perror(path), MPI_Abort(MPI_COMM_WORLD, 1);
        pipes[rank == 0 ? other : 0] = pipe;
    }
    return pipes;
}

int main(int argc, char **argv) {
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    if (argc != 3) {
        if (rank == 0) fprintf(stderr, "usage: %s FOLDER MOST_BYTES\n", argv[0]);
        MPI_Abort(MPI_COMM_WORLD, 2);
    }
    const size_t most = strtoull(argv[2], NULL, 10) + 4096;
    float *in = aligned_alloc(4096, (most + 4095) / 4096 * 4096), *out = aligned_alloc(4096, (most + 4095) / 4096 * 4096);
    if (!in || !out) perror("buffers"), MPI_Abort(MPI_COMM_WORLD, 1);
    for (size_t i = 0; i < most / sizeof(float); i++) in[i] = (float)(i % 7), out[i] = 0;
    FILE **pipes = open_pipes(argv[1]);
    char line[LINE], name[LINE], when[LINE];
    long bytes, milliseconds;
    while (next(line, pipes) && sscanf(line, "%255s %ld %255s %ld", name, &bytes, when, &milliseconds) == 4) {
        const collective *found = NULL;
        for (size_t i = 0; i < sizeof collectives / sizeof *collectives; i++)
            if (!strcmp(collectives[i].name, name)) found = &collectives[i];
        if (found) {
            measure(found, bytes, milliseconds, in, out);
        } else if (rank == 0) {
            puts("= -1 0 0 0 0 0");
            fflush(stdout);
        }
    }
    if (rank == 0)
        for (int other = 1; other < ranks; other++) fclose(pipes[other]);
    MPI_Finalize();
    return 0;
}
