/* Times a kernel in native code: native ARGUMENT WARM_UP SAMPLES MILLISECONDS
 * prints the checksum in hexadecimal, and the processor time of a call in nanoseconds, once for each sample. A sample
 * goes on for MILLISECONDS at least, and so does each of the WARM_UP before. v8.mjs does the same. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

unsigned long long run(int n);

static double cpu_nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

static double sample(int argument, double nanos) {
  double start = cpu_nanos();
  double spent = 0;
  long calls = 0;
  /* The clock is read after one call, two, four: it takes half a microsecond. */
  for (long batch = 1; spent < nanos || calls == 0; batch = calls) {
    for (long i = 0; i < batch; i++) {
      run(argument);
    }
    calls += batch;
    spent = cpu_nanos() - start;
  }
  return spent / calls;
}

int main(int count, char **arguments) {
  if (count != 5) {
    fprintf(stderr, "usage: %s ARGUMENT WARM_UP SAMPLES MILLISECONDS\n", arguments[0]);
    return 2;
  }
  int argument = atoi(arguments[1]);
  int warm_up = atoi(arguments[2]);
  int samples = atoi(arguments[3]);
  double nanos = atof(arguments[4]) * 1e6;
  printf("%016llx", run(argument));
  for (int i = 0; i < warm_up + samples; i++) {
    double measured = sample(argument, nanos);
    if (i >= warm_up) {
      printf(" %.1f", measured);
    }
  }
  printf("\n");
  return 0;
}
