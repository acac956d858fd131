package io.aspectvm.wasm.binary;

import io.aspectvm.wasm.LimitExceededException;
import io.aspectvm.wasm.Limits;
import io.aspectvm.wasm.MalformedModuleException;
import io.aspectvm.wasm.UnsupportedFeatureException;
import io.aspectvm.wasm.module.FunctionBody;
import io.aspectvm.wasm.module.FunctionBody.LocalRun;
import io.aspectvm.wasm.opcode.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the entries of the code section up to their first instruction (WebAssembly 2.0, section
 * 5.5.13). The instructions are read by validation, once.
 */
final class CodeReader {

  private static final long MAX_LOCALS = 0xFFFF_FFFFL;

  private final ByteReader in;
  private final Limits limits;
  private final TypeReader types;

  /** One object for equal runs: two bytes of input must not cost an object each. */
  private final Map<LocalRun, LocalRun> runs = new HashMap<>();

  CodeReader(ByteReader in, Limits limits, TypeReader types) {
    this.in = in;
    this.limits = limits;
    this.types = types;
  }

  FunctionBody readBody()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int at = in.position();
    int size = in.readLength();
    in.checkLimit("bytes in a function body", size, limits.bodyBytes(), at);
    int start = in.position();
    int end = start + size;
    int sectionEnd = in.narrow(end);
    List<LocalRun> localRuns = readLocalRuns();
    int codeStart = in.position();
    in.skip(end - codeStart);
    in.narrow(sectionEnd);
    return new FunctionBody(localRuns, start, codeStart, end);
  }

  /** Runs of no locals are left out, and the kept ones are bounded by the limit on locals. */
  private List<LocalRun> readLocalRuns()
      throws MalformedModuleException, LimitExceededException, UnsupportedFeatureException {
    int at = in.position();
    int count = in.readCount("local declarations", 2, Integer.MAX_VALUE);
    List<LocalRun> localRuns = new ArrayList<>(Math.min(count, 8));
    long total = 0;
    for (int i = 0; i < count; i++) {
      long locals = in.readU32AsLong();
      ValueType type = types.readValueType();
      total += locals;
      if (total > MAX_LOCALS) {
        throw in.malformed("too many locals: more than 2^32 - 1", at);
      }
      if (locals > 0 && total <= limits.locals()) {
        LocalRun run = new LocalRun(locals, type);
        LocalRun known = runs.putIfAbsent(run, run);
        localRuns.add(known == null ? run : known);
      }
    }
    in.checkLimit("locals in a function", total, limits.locals(), at);
    return localRuns;
  }
}
