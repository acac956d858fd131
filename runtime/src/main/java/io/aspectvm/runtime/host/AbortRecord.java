package io.aspectvm.runtime.host;

/**
 * What a guest gave to {@code env.abort} (aspect-abi, section 4.1). For people; no outcome depends
 * on it.
 *
 * @param message decoded and cut to a bound; null where the pointer is no string's
 * @param fileName likewise
 * @param line as given, signed
 * @param column as given, signed
 */
public record AbortRecord(String message, String fileName, int line, int column) {}
