// SPDX-License-Identifier: Apache-2.0
//
// A training step on the device, for Ex11TrainOnDevices. gpu-bridge/src/main/cuda/build.sh makes train.ptx of it.
//
// A batch is a matrix with a row per sample. A layer's parameters, and likewise their gradient, lie as in DenseLayer.java: a
// row per output, weights and then the bias. Each thread computes one element and sums in a fixed order, so the same
// launch gives the same bits every time. That is plain rather than fast: libraries such as cuBLAS multiply matrices faster.

/* As many as all of a launch's blocks have. */
enum { THREADS = 256 };

#define KERNEL extern "C" __global__ void __launch_bounds__(THREADS)

static __device__ __forceinline__ int thread() { return (int)(blockIdx.x * blockDim.x + threadIdx.x); }

KERNEL dense_forward(const float *parameters, const float *input, float *output, int samples, int inputs, int outputs,
                     int rectified)
{
    if (thread() >= samples * outputs) {
        return;
    }
    const float *row = parameters + thread() % outputs * (inputs + 1);
    const float *sample = input + thread() / outputs * inputs;
    float sum = row[inputs];
    for (int i = 0; i < inputs; i++) {
        sum += row[i] * sample[i];
    }
    output[thread()] = rectified ? fmaxf(sum, 0) : sum;
}

/* Cross-entropy behind softmax: adds to the loss of each of the batch's places, and writes how the loss changes with the outputs. */
KERNEL softmax_loss(const float *output, const int *classes, float *delta, float *loss, int samples, int outputs)
{
    if (thread() >= samples) {
        return;
    }
    const float *sample = output + thread() * outputs;
    float *change = delta + thread() * outputs;
    float greatest = sample[0];
    for (int o = 1; o < outputs; o++) {
        greatest = fmaxf(greatest, sample[o]);
    }
    float sum = 0;
    for (int o = 0; o < outputs; o++) {
        change[o] = expf(sample[o] - greatest);
        sum += change[o];
    }
    for (int o = 0; o < outputs; o++) {
        change[o] /= sum;
    }
    const int right = classes[thread()];
    change[right] -= 1;
    loss[thread()] += logf(sum) - (sample[right] - greatest);
}

/* Of one layer, summed over the samples. */
KERNEL dense_gradient(const float *delta, const float *input, float *gradient, int samples, int inputs, int outputs)
{
    if (thread() >= outputs * (inputs + 1)) {
        return;
    }
    const int output = thread() / (inputs + 1);
    const int column = thread() % (inputs + 1);
    float sum = 0;
    for (int s = 0; s < samples; s++) {
        sum += delta[s * outputs + output] * (column < inputs ? input[s * inputs + column] : 1);
    }
    gradient[thread()] = sum;
}

/* How the loss changes with a layer's inputs, which a rectifier has made: where it let nothing through, not at all. */
KERNEL dense_backward(const float *parameters, const float *delta, const float *input, float *input_delta, int samples,
                      int inputs, int outputs)
{
    if (thread() >= samples * inputs) {
        return;
    }
    const float *column = parameters + thread() % inputs;
    const float *change = delta + thread() / inputs * outputs;
    float sum = 0;
    for (int o = 0; o < outputs; o++) {
        sum += column[o * (inputs + 1)] * change[o];
    }
    input_delta[thread()] = input[thread()] > 0 ? sum : 0;
}

KERNEL descend(float *parameters, const float *gradient, float rate, int count)
{
    if (thread() < count) {
        parameters[thread()] -= rate * gradient[thread()];
    }
}
