package io.aspectvm.runtime.code;

import com.google.protobuf.ByteString;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.proto.artefact.v1.ConstantInstruction;
import io.aspectvm.proto.artefact.v1.DataSegment;
import io.aspectvm.proto.artefact.v1.ElementSegment;
import io.aspectvm.proto.artefact.v1.Export;
import io.aspectvm.proto.artefact.v1.FunctionImport;
import io.aspectvm.proto.artefact.v1.FunctionName;
import io.aspectvm.proto.artefact.v1.FunctionSignature;
import io.aspectvm.proto.artefact.v1.GlobalDefinition;
import io.aspectvm.proto.artefact.v1.HostLink;
import io.aspectvm.proto.artefact.v1.Manifest;
import io.aspectvm.proto.artefact.v1.MemoryDefinition;
import io.aspectvm.proto.artefact.v1.TableDefinition;
import io.aspectvm.runtime.host.HostFunction;
import io.aspectvm.runtime.host.HostModules;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Builds compiled modules of the shape that the compiler emits, from functions written in bytecode:
 * text class {@code aspect/T0} with static methods {@code f<index>} that take the instance, the
 * parameters and the depth budget left; {@code aspect/Entry}; {@code aspect/Main}.
 */
public final class TestModule implements Opcodes {

  public static final String INSTANCE = "io/aspectvm/runtime/Instance";
  public static final String MODULE_CODE = "io/aspectvm/runtime/support/ModuleCode";
  public static final String CONTROL = "io/aspectvm/runtime/support/ControlOperations";
  public static final String TEXT = "aspect/T0";
  public static final String MAIN = "aspect/Main";
  public static final String ENTRY = "aspect/Entry";

  private record Function(String descriptor, Consumer<MethodVisitor> body) {}

  private final Manifest.Builder manifest = Manifest.newBuilder().setDepthBudget(262_144);
  private final List<Function> functions = new ArrayList<>();
  private final Map<String, UnaryOperator<byte[]>> changes = new LinkedHashMap<>();
  private final ByteArrayOutputStream wasm = new ByteArrayOutputStream();
  private Consumer<ClassVisitor> moreText = text -> {};
  private Consumer<ClassVisitor> moreColdText;
  private Consumer<ClassVisitor> moreMain = main -> {};
  private Consumer<ClassVisitor> moreEntry = entry -> {};
  private Consumer<MethodVisitor> call = this::dispatch;
  private String superOfMain = INSTANCE;

  public TestModule() {
    manifest
        .getIdentityBuilder()
        .setCompiler("test 1")
        .setProfile("wasm")
        .setSchedule("none")
        .setHostDigest(
            ByteString.copyFrom(HexFormat.of().parseHex(HostModules.standard().digest())))
        .setClassFileVersion(61);
    wasm.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
  }

  /** The manifest so far, to change what no method here does. */
  public Manifest.Builder manifest() {
    return manifest;
  }

  /** Imports a host function; before all {@link #function}s. Returns its descriptor in the text. */
  public TestModule hostImport(HostFunction function) {
    functionType(function.signature().toString());
    manifest.addImports(
        FunctionImport.newBuilder()
            .setModule(function.module())
            .setField(function.field())
            .setLink(
                HostLink.newBuilder()
                    .setOwner(function.owner())
                    .setMethod(function.method())
                    .setMethodDescriptor(function.descriptor())
                    .setRaw(function.raw())));
    functions.add(null);
    return this;
  }

  /**
   * Adds and exports a function.
   *
   * @param type in the text form, {@code (i32) -> (i64)}; at most one result
   * @param body bytecode: local 0 is the instance, then the parameters, then the depth
   */
  public TestModule function(String name, String type, Consumer<MethodVisitor> body) {
    int index = functions.size();
    io.aspectvm.runtime.FunctionSignature signature = functionType(type);
    StringBuilder descriptor = new StringBuilder("(L" + INSTANCE + ";");
    signature.parameters().forEach(t -> descriptor.append(jvm(t.text())));
    descriptor.append("I)");
    descriptor.append(signature.results().isEmpty() ? "V" : jvm(signature.results().get(0).text()));
    manifest.addExports(Export.newBuilder().setName(name).setIndex(index));
    manifest.addNames(FunctionName.newBuilder().setFunction(index).setName(name));
    functions.add(new Function(descriptor.toString(), body));
    return this;
  }

  private io.aspectvm.runtime.FunctionSignature functionType(String type) {
    io.aspectvm.runtime.FunctionSignature signature =
        io.aspectvm.runtime.FunctionSignature.parse(type);
    ByteArrayOutputStream parameters = new ByteArrayOutputStream();
    signature.parameters().forEach(t -> parameters.write(code(t.text())));
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    signature.results().forEach(t -> results.write(code(t.text())));
    manifest.addFunctionTypes(manifest.getTypesCount());
    manifest.addTypes(
        FunctionSignature.newBuilder()
            .setParameters(ByteString.copyFrom(parameters.toByteArray()))
            .setResults(ByteString.copyFrom(results.toByteArray())));
    return signature;
  }

  private static int code(String type) {
    return 0x7F - List.of("i32", "i64", "f32", "f64").indexOf(type);
  }

  private static String jvm(String type) {
    return List.of("I", "J", "F", "D").get(0x7F - code(type));
  }

  public TestModule memory(int minimum, int ceiling) {
    manifest.setMemory(MemoryDefinition.newBuilder().setMinimum(minimum).setCeiling(ceiling));
    return this;
  }

  public TestModule table(int minimum) {
    manifest.addTables(TableDefinition.newBuilder().setMinimum(minimum).setElementType(0x70));
    return this;
  }

  public TestModule global(String name, long value) {
    manifest.addExports(
        Export.newBuilder().setName(name).setKind(3).setIndex(manifest.getGlobalsCount()));
    manifest.addGlobals(
        GlobalDefinition.newBuilder()
            .setType(0x7E)
            .setMutable(true)
            .addInitializer(constant(0x42, value)));
    return this;
  }

  public static ConstantInstruction constant(int opcode, long value) {
    return ConstantInstruction.newBuilder().setOpcode(opcode).setValue(value).build();
  }

  public TestModule data(int address, byte... content) {
    manifest.addData(
        DataSegment.newBuilder()
            .addPosition(constant(0x41, address))
            .setStart(wasm.size())
            .setLength(content.length));
    wasm.writeBytes(content);
    return this;
  }

  public TestModule elements(int position, Integer... indices) {
    manifest.addElements(
        ElementSegment.newBuilder()
            .setElementType(0x70)
            .addPosition(constant(0x41, position))
            .addAllFunctions(List.of(indices)));
    return this;
  }

  /** Adds members to the text class. */
  public TestModule inText(Consumer<ClassVisitor> more) {
    moreText = more;
    return this;
  }

  /** Adds cold text: the text class once more, with more members. */
  public TestModule inColdText(Consumer<ClassVisitor> more) {
    moreColdText = more;
    return this;
  }

  /** Adds members to the instance class. */
  public TestModule inMain(Consumer<ClassVisitor> more) {
    moreMain = more;
    return this;
  }

  /** Adds members to the entry class. */
  public TestModule inEntry(Consumer<ClassVisitor> more) {
    moreEntry = more;
    return this;
  }

  /** Replaces the code that calls functions. */
  public TestModule callsWith(Consumer<MethodVisitor> code) {
    call = code;
    return this;
  }

  public TestModule mainExtends(String superName) {
    superOfMain = superName;
    return this;
  }

  /** Changes a finished class file, before its digest is taken. */
  public TestModule change(String internalName, UnaryOperator<byte[]> change) {
    changes.put(internalName, change);
    return this;
  }

  public CompiledModule build() {
    CompiledModule.Builder builder =
        new CompiledModule.Builder(manifest.build(), wasm.toByteArray());
    add(builder, TEXT, ClassRole.TEXT, text(moreText));
    add(builder, ENTRY, ClassRole.ENTRY, entry());
    add(builder, MAIN, ClassRole.INSTANCE, main());
    if (moreColdText != null) {
      add(builder, ColdText.entryName(TEXT), ClassRole.COLD_TEXT, text(moreColdText));
    }
    return builder.build();
  }

  private void add(CompiledModule.Builder builder, String name, ClassRole role, byte[] file) {
    builder.add(name, role, changes.getOrDefault(name, UnaryOperator.identity()).apply(file));
  }

  private byte[] text(Consumer<ClassVisitor> more) {
    ClassWriter writer = newClass(TEXT, "java/lang/Object");
    for (int i = 0; i < functions.size(); i++) {
      Function function = functions.get(i);
      if (function != null) {
        method(writer, ACC_PUBLIC | ACC_STATIC, "f" + i, function.descriptor(), function.body());
      }
    }
    more.accept(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private byte[] main() {
    ClassWriter writer = newClass(MAIN, superOfMain);
    moreMain.accept(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private byte[] entry() {
    ClassWriter writer = newClass(ENTRY, MODULE_CODE);
    method(writer, ACC_PUBLIC, "call", "(L" + INSTANCE + ";I[JI)V", call);
    moreEntry.accept(writer);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void dispatch(MethodVisitor code) {
    for (int i = 0; i < functions.size(); i++) {
      if (functions.get(i) == null) {
        continue;
      }
      org.objectweb.asm.Label next = new org.objectweb.asm.Label();
      code.visitVarInsn(ILOAD, 2);
      code.visitIntInsn(SIPUSH, i);
      code.visitJumpInsn(IF_ICMPNE, next);
      callAndStore(code, i, Type.getMethodType(functions.get(i).descriptor()));
      code.visitInsn(RETURN);
      code.visitLabel(next);
    }
    code.visitInsn(RETURN);
  }

  private void callAndStore(MethodVisitor code, int index, Type type) {
    boolean result = !type.getReturnType().equals(Type.VOID_TYPE);
    if (result) {
      code.visitVarInsn(ALOAD, 3);
      code.visitInsn(ICONST_0);
    }
    code.visitVarInsn(ALOAD, 1);
    for (int p = 0; p < type.getArgumentTypes().length - 2; p++) {
      code.visitVarInsn(ALOAD, 3);
      code.visitIntInsn(SIPUSH, p);
      code.visitInsn(LALOAD);
      if (type.getArgumentTypes()[p + 1].equals(Type.INT_TYPE)) {
        code.visitInsn(L2I);
      }
    }
    code.visitVarInsn(ILOAD, 4);
    code.visitMethodInsn(INVOKESTATIC, TEXT, "f" + index, type.getDescriptor(), false);
    if (result) {
      if (type.getReturnType().equals(Type.INT_TYPE)) {
        code.visitInsn(I2L);
      }
      code.visitInsn(LASTORE);
    }
  }

  /** A class being written, with frames computed without loading classes. */
  public static ClassWriter newClass(String name, String superName) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String a, String b) {
            return "java/lang/Object";
          }
        };
    writer.visit(V17, ACC_PUBLIC | ACC_FINAL | ACC_SUPER, name, null, superName, null);
    return writer;
  }

  public static void method(
      ClassVisitor writer,
      int access,
      String name,
      String descriptor,
      Consumer<MethodVisitor> body) {
    MethodVisitor code = writer.visitMethod(access, name, descriptor, null, null);
    code.visitCode();
    body.accept(code);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
