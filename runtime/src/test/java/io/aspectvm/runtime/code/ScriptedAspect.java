package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.runtime.Aspect;
import io.aspectvm.runtime.AspectRuntime;
import io.aspectvm.runtime.HostContext;
import io.aspectvm.runtime.abi.GuestValue;
import io.aspectvm.runtime.abi.GuestValue.Bytes;
import io.aspectvm.runtime.abi.GuestValue.Str;
import io.aspectvm.runtime.abi.ValueReader;
import io.aspectvm.runtime.abi.ValueWriter;
import io.aspectvm.runtime.host.ExecutionContext;
import io.aspectvm.runtime.host.GuestString;
import io.aspectvm.runtime.host.HostImport;
import io.aspectvm.runtime.host.HostModules;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A loaded module whose {@code execute} does what a {@link Script} among the host services says, so
 * that join points can be tested with real executions and without the compiler. Nothing in it costs
 * gas but what the script spends.
 */
public final class ScriptedAspect implements Opcodes {

  /** What an execution does. Found among the services of the execution. */
  @FunctionalInterface
  public interface Script {
    /** Gives the pointer that {@code execute} returns, or {@link #SPIN}. */
    int run(Guest guest);
  }

  /** Returned by a script, makes the guest use up all gas. */
  public static final int SPIN = -7;

  private static final String CONTEXT = HostContext.class.getName().replace('.', '/');
  private static final String HOST = Host.class.getName().replace('.', '/');
  private static final long MORE_THAN_ANYBODY_HAS = 1L << 62;

  private static final AtomicInteger LOADED = new AtomicInteger();

  private ScriptedAspect() {}

  /** The guest's side of one execution. */
  public record Guest(ExecutionContext context, int method, int argument) {

    /** First argument of {@code execute}. */
    public String name() {
      return ((Str) value(method)).value().text();
    }

    /** Second argument of {@code execute}. */
    public byte[] input() {
      return ((Bytes) value(argument)).value();
    }

    private GuestValue value(int pointer) {
      byte[] memory = new byte[context.memory().capacity()];
      context.memory().get(0, memory);
      ValueReader reader = new ValueReader();
      reader.locate(memory, pointer);
      return reader.value();
    }

    /** Puts a value into memory and gives its pointer. */
    public int returns(GuestValue value) {
      byte[] encoded = ValueWriter.encode(value);
      int pointer = Host.allocate(context, encoded.length);
      context.memory().put(pointer, encoded);
      return pointer;
    }

    /** Puts a ByteArray into memory and gives its pointer. */
    public int returns(String bytes) {
      return returns(new Bytes(GuestString.of(bytes).bytes()));
    }

    /** A pointer outside memory: the execution ends with {@code memory out of bound}. */
    public int fails() {
      return 1 << 30;
    }

    public Guest spend(long evmGas) {
      context.spendEvmGas(evmGas);
      return this;
    }

    public Guest revert(String message) {
      context.recordRevert(GuestString.of(message));
      return this;
    }
  }

  /** Imports of the module. */
  public static final class Host {

    private Host() {}

    @HostImport(module = "test", field = "script", raw = true)
    public static int script(HostContext context, int method, int argument) {
      ExecutionContext execution = ExecutionContext.of(context);
      return execution.require(Script.class).run(new Guest(execution, method, argument));
    }

    @HostImport(module = "test", field = "spin", raw = true)
    public static void spin() {
      throw new AssertionError("who paid?");
    }

    /** The first word of memory says how much is taken from 1024 on. */
    @HostImport(module = "test", field = "allocate", raw = true)
    public static int allocate(HostContext context, int size) {
      ByteBuffer memory = context.memory();
      int taken = memory.getInt(0);
      memory.putInt(0, taken + size);
      return 1024 + taken;
    }
  }

  private static final HostModules MODULES = HostModules.standard().plus(Host.class);

  /** A runtime that loads these. */
  public static AspectRuntime runtime() {
    return AspectRuntime.builder().hostModules(MODULES).build();
  }

  /** A new module, loaded; no two are the same to the runtime. */
  public static Aspect load(AspectRuntime runtime) {
    return runtime.load(compiled());
  }

  /** What is loaded. */
  public static CompiledModule compiled() {
    return module().build();
  }

  /** A module that no runtime loads: it imports what nobody offers. */
  public static CompiledModule unloadable() {
    TestModule module = module();
    module.manifest().getImportsBuilder(0).setField("missing");
    return module.build();
  }

  private static TestModule module() {
    TestModule module = new TestModule();
    for (String field : new String[] {"script", "spin", "allocate"}) {
      module.hostImport(MODULES.find("test", field).orElseThrow());
    }
    module
        .memory(4, 4)
        .function("__aspect_start__", "() -> ()", code -> code.visitInsn(RETURN))
        .function("allocate", "(i32) -> (i32)", ScriptedAspect::allocate)
        .function("execute", "(i32, i32) -> (i32)", ScriptedAspect::execute);
    module.manifest().addExports(Export.newBuilder().setName("memory").setKind(2));
    module.manifest().getImportsBuilder(1).getPriceBuilder().setFixed(MORE_THAN_ANYBODY_HAS);
    module.manifest().getIdentityBuilder().setOptions("number " + LOADED.incrementAndGet());
    return module;
  }

  private static void allocate(MethodVisitor code) {
    loadHost(code);
    code.visitVarInsn(ILOAD, 1);
    code.visitMethodInsn(INVOKESTATIC, HOST, "allocate", "(L" + CONTEXT + ";I)I", false);
    code.visitInsn(IRETURN);
  }

  private static void execute(MethodVisitor code) {
    Label done = new Label();
    loadHost(code);
    code.visitVarInsn(ILOAD, 1);
    code.visitVarInsn(ILOAD, 2);
    code.visitMethodInsn(INVOKESTATIC, HOST, "script", "(L" + CONTEXT + ";II)I", false);
    code.visitInsn(DUP);
    code.visitIntInsn(BIPUSH, SPIN);
    code.visitJumpInsn(IF_ICMPNE, done);
    code.visitVarInsn(ALOAD, 0);
    code.visitInsn(ICONST_1);
    code.visitMethodInsn(
        INVOKESTATIC,
        "io/aspectvm/runtime/support/HostCall",
        "enterRaw",
        "(L" + TestModule.INSTANCE + ";I)V",
        false);
    code.visitLabel(done);
    code.visitInsn(IRETURN);
  }

  private static void loadHost(MethodVisitor code) {
    code.visitVarInsn(ALOAD, 0);
    code.visitMethodInsn(INVOKEVIRTUAL, TestModule.INSTANCE, "host", "()L" + CONTEXT + ";", false);
  }
}
