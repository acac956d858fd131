/* A text in JSON, written once and scanned n times: nesting, strings with escapes, numbers. */
#include "kernel.h"

#define LIMIT 16384
#define RECORDS 150

static u8 text[LIMIT];
static i32 length;

static void put(const char *string) {
  while (*string) {
    text[length++] = *string++;
  }
}

static void put_number(u32 number) {
  u8 digits[10];
  i32 count = 0;
  do {
    digits[count++] = '0' + number % 10;
    number /= 10;
  } while (number);
  while (count) {
    text[length++] = digits[--count];
  }
}

static void write(void) {
  u64 state = SEED;
  length = 0;
  put("[");
  for (i32 i = 0; i < RECORDS; i++) {
    put(i ? ", {\"id\": " : "{\"id\": ");
    put_number(i);
    put(", \"from\": \"0x\\u00e9\\n\", \"values\": [-");
    put_number(next(&state) >> 40);
    put(", 0, ");
    put_number(next(&state) >> 50);
    put(i % 3 ? "], \"open\": true}" : "], \"next\": {\"open\": false, \"why\": null}}");
  }
  put("]");
}

static i32 scan_string(i32 at, u64 *sum) {
  while (text[at] != '"') {
    if (text[at] == '\\') {
      at++;
    }
    *sum = mix(*sum, text[at++]);
  }
  return at + 1;
}

static i32 scan_number(i32 at, u64 *sum) {
  i64 number = 0;
  i64 sign = 1;
  if (text[at] == '-') {
    sign = -1;
    at++;
  }
  while (text[at] >= '0' && text[at] <= '9') {
    number = number * 10 + (text[at++] - '0');
  }
  *sum = mix(*sum, sign * number);
  return at;
}

static u64 scan(void) {
  u64 sum = 0;
  i32 depth = 0;
  i32 deepest = 0;
  for (i32 at = 0; at < length;) {
    u8 c = text[at];
    switch (c) {
      case ' ':
      case ',':
      case ':': at++; break;
      case '{':
      case '[':
        depth++;
        deepest = depth > deepest ? depth : deepest;
        at++;
        break;
      case '}':
      case ']':
        depth--;
        at++;
        break;
      case '"': at = scan_string(at + 1, &sum); break;
      case 't':
      case 'n':
        sum = mix(sum, c);
        at += 4;
        break;
      case 'f':
        sum = mix(sum, c);
        at += 5;
        break;
      default: at = scan_number(at, &sum); break;
    }
  }
  return mix(mix(sum, deepest), depth);
}

u64 run(i32 n) {
  write();
  u64 sum = length;
  for (i32 i = 0; i < n; i++) {
    sum = mix(sum, scan());
  }
  return sum;
}
