/* Fibonacci modulo 2^64. */
unsigned long long run(int n) {
  unsigned long long a = 0;
  unsigned long long b = 1;
  for (; n != 0; n--) {
    unsigned long long next = a + b;
    a = b;
    b = next;
  }
  return a;
}
