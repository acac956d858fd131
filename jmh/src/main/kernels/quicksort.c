/* Recursion over an array: n 32-bit numbers sorted. */
#include "kernel.h"

#define LIMIT 20000
#define SHORT 12

static i32 numbers[LIMIT];

static void insertion_sort(i32 low, i32 high) {
  for (i32 i = low + 1; i <= high; i++) {
    i32 number = numbers[i];
    i32 j = i - 1;
    while (j >= low && numbers[j] > number) {
      numbers[j + 1] = numbers[j];
      j--;
    }
    numbers[j + 1] = number;
  }
}

static void quicksort(i32 low, i32 high) {
  if (high - low < SHORT) {
    insertion_sort(low, high);
    return;
  }
  i32 pivot = numbers[low + (high - low) / 2];
  i32 i = low;
  i32 j = high;
  while (i <= j) {
    while (numbers[i] < pivot) {
      i++;
    }
    while (numbers[j] > pivot) {
      j--;
    }
    if (i <= j) {
      i32 number = numbers[i];
      numbers[i++] = numbers[j];
      numbers[j--] = number;
    }
  }
  quicksort(low, j);
  quicksort(i, high);
}

u64 run(i32 n) {
  u64 state = SEED;
  for (i32 i = 0; i < n; i++) {
    numbers[i] = (i32)next(&state);
  }
  quicksort(0, n - 1);
  u64 sum = 0;
  for (i32 i = 0; i < n; i++) {
    sum = mix(sum, (u32)numbers[i]);
  }
  return sum;
}
