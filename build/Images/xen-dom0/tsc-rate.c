/* tsc-rate: how fast this processor's time stamp counter runs, in MHz. A saved machine believes the rate that it found. */
#include <stdio.h>
#include <time.h>
#include <x86intrin.h>

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_RAW, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
    const struct timespec while_it_counts = { 0, 50 * 1000 * 1000 };
    double begin = seconds();
    unsigned long long first = __rdtsc();
    nanosleep(&while_it_counts, NULL);
    double end = seconds();
    unsigned long long last = __rdtsc();
    printf("%.0f\n", (double)(last - first) / (end - begin) / 1e6);
    return 0;
}
