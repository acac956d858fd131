package io.aspectvm.compiler.random;

import io.aspectvm.wasm.WasmException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The random module of a seed, ready for our engine: with what the second engine saw.
 *
 * @param subject null after a failure
 * @param run null after a failure
 * @param code compiled already; null where it is not, and after a failure
 * @param failure why there is nothing to compare with, or null
 * @param nanos of processor time that it took a process of its own; 0 where it was this one
 */
record PreparedModule(
    long seed,
    Subject subject,
    ExpectedRun run,
    CompiledElsewhere code,
    String failure,
    long nanos) {

  /**
   * Generates the module, and runs it on the second engine.
   *
   * @param compile whether to compile it too
   */
  static PreparedModule of(long seed, Engine.Maker theirs, boolean compile) {
    try {
      Subject subject = Subject.of(seed);
      ExpectedRun run = ExpectedRun.of(subject, seed, theirs);
      CompiledElsewhere code = compile ? CompiledElsewhere.of(subject, seed) : null;
      return new PreparedModule(seed, subject, run, code, null, 0);
    } catch (Exception | LinkageError | StackOverflowError e) {
      return new PreparedModule(seed, null, null, null, e.toString(), 0);
    }
  }

  /**
   * Compares with what our engine does here.
   *
   * @param compiledHere whether to compile it here, even if it is compiled already
   * @return executions
   * @throws Differential.Difference at the first difference
   */
  int compare(boolean compiledHere) throws WasmException {
    if (code == null) {
      return Differential.compare(subject, seed, run);
    }
    return Differential.compare(
        seed,
        run,
        (number, variant) ->
            compiledHere
                ? code.loadAfterComparing(number, subject, variant)
                : code.load(number, subject, variant));
  }

  /**
   * Writes it for another process.
   *
   * @param spent of processor time, in ns
   */
  void write(DataOutput out, long spent) throws IOException {
    out.writeLong(seed);
    out.writeLong(spent);
    out.writeBoolean(failure != null);
    if (failure != null) {
      out.writeUTF(failure);
      return;
    }
    out.writeInt(subject.wasm().length);
    out.write(subject.wasm());
    out.writeUTF(subject.profile().name());
    out.writeUTF(subject.schedule().name());
    run.write(out);
    out.writeBoolean(code != null);
    if (code != null) {
      code.write(out);
    }
  }

  static PreparedModule read(DataInput in) throws IOException {
    long seed = in.readLong();
    long nanos = in.readLong();
    if (in.readBoolean()) {
      return new PreparedModule(seed, null, null, null, in.readUTF(), nanos);
    }
    byte[] wasm = new byte[in.readInt()];
    in.readFully(wasm);
    try {
      Subject subject = Subject.of(wasm, in.readUTF(), in.readUTF());
      ExpectedRun run = ExpectedRun.read(in);
      CompiledElsewhere code = in.readBoolean() ? CompiledElsewhere.read(in, wasm) : null;
      return new PreparedModule(seed, subject, run, code, null, nanos);
    } catch (WasmException e) {
      throw new IOException("seed " + seed + " was read there, but not here", e);
    }
  }
}
