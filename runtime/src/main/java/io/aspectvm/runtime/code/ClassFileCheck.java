package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;
import io.aspectvm.runtime.UnloadableModuleException;
import io.aspectvm.runtime.UnloadableModuleException.Reason;
import io.aspectvm.runtime.code.ClassFileReader.MalformedClassException;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Set;

/**
 * Proves of a class file, before it is defined, that it keeps to the shape of compiled code:
 *
 * <ul>
 *   <li>every class it names, in the constant pool or in a descriptor, is on the allow-list or is a
 *       class of the same module; no reflective or dynamic constants at all;
 *   <li>no fields, so nothing can pass from one execution to the next;
 *   <li>super class as its role demands, no interfaces; text has static methods only, and no static
 *       initialiser; nothing native or synchronized;
 *   <li>the other two classes have {@link FixedMethods} only, so that nothing of a module runs
 *       outside of executions.
 * </ul>
 *
 * <p>It proves nothing about the code within text: that it is code at all, the JVM's verifier does;
 * that it charges gas and ends, nobody does.
 */
final class ClassFileCheck {

  private static final int ACC_SUPER = 0x20;

  private final AllowList allowList;
  private final Set<String> moduleClasses;
  private final int majorVersion;

  /**
   * @param moduleClasses internal names of the classes of the module that there are where the
   *     checked ones are
   * @param majorVersion class-file version that the module's identity gives
   */
  ClassFileCheck(AllowList allowList, Set<String> moduleClasses, int majorVersion) {
    this.allowList = allowList;
    this.moduleClasses = moduleClasses;
    this.majorVersion = majorVersion;
  }

  /**
   * Checks one class.
   *
   * @throws UnloadableModuleException forbidden code, with the class and what is wrong
   */
  void check(ClassEntry entry, byte[] file) {
    ClassRole role = entry.getRole();
    try {
      ClassFileReader in = new ClassFileReader(file);
      checkConstants(in);
      checkHeader(in, ColdText.internalName(entry), role);
      if (in.u2() != 0) {
        throw new MalformedClassException("has fields");
      }
      checkMethods(in, role);
      skipAttributes(in);
      if (!in.atEnd()) {
        throw new MalformedClassException("has bytes after its end");
      }
    } catch (MalformedClassException e) {
      throw new UnloadableModuleException(
          Reason.FORBIDDEN_CODE, "class " + entry.getName() + " " + e.getMessage());
    }
  }

  private void checkConstants(ClassFileReader in) {
    if (in.major() != majorVersion || in.minor() != 0) {
      throw new MalformedClassException(
          String.format(
              Locale.ROOT,
              "has class-file version %d.%d, not %d.0",
              in.major(),
              in.minor(),
              majorVersion));
    }
    for (int i = 1; i < in.constantCount(); i++) {
      switch (in.tag(i)) {
        case ClassFileReader.CLASS:
          checkClassName(in.className(i));
          break;
        case ClassFileReader.NAME_AND_TYPE:
          checkDescriptor(in.text(in.constantU2(i, 2)));
          break;
        case ClassFileReader.FIELD:
        case ClassFileReader.METHOD:
          checkMember(in, i);
          break;
        case ClassFileReader.INTERFACE_METHOD:
          throw new MalformedClassException("calls an interface method");
        default:
          break;
      }
    }
  }

  private void checkMember(ClassFileReader in, int index) {
    String owner = in.className(in.constantU2(index, 0));
    int nameAndType = in.constantU2(index, 2);
    in.expect(nameAndType, ClassFileReader.NAME_AND_TYPE);
    String name = in.text(in.constantU2(nameAndType, 0));
    String descriptor = in.text(in.constantU2(nameAndType, 2));
    // An array class has the methods of Object.
    if (owner.startsWith("[") || !allowList.permitsMember(owner, name, descriptor)) {
      throw new MalformedClassException("refers to " + owner + "." + name + descriptor);
    }
  }

  /** Of a class constant: an internal name, or an array's descriptor. */
  private void checkClassName(String name) {
    if (name.startsWith("[")) {
      checkDescriptor(name);
    } else if (!moduleClasses.contains(name) && !allowList.permits(name)) {
      throw new MalformedClassException("refers to class " + name);
    }
  }

  /** Of a field or method descriptor, or a text that may be one: every class named in it. */
  private void checkDescriptor(String descriptor) {
    for (int i = 0; i < descriptor.length(); i++) {
      if (descriptor.charAt(i) == 'L') {
        int end = descriptor.indexOf(';', i);
        if (end < 0) {
          throw new MalformedClassException("has the descriptor " + descriptor);
        }
        checkClassName(descriptor.substring(i + 1, end));
        i = end;
      }
    }
  }

  private void checkHeader(ClassFileReader in, String internalName, ClassRole role) {
    int access = in.u2();
    if ((access & ~(Modifier.PUBLIC | Modifier.FINAL | ACC_SUPER)) != 0) {
      throw new MalformedClassException("has access flags " + Integer.toHexString(access));
    }
    String name = in.className(in.u2());
    if (!name.equals(internalName)) {
      throw new MalformedClassException("calls itself " + name);
    }
    String superName = in.className(in.u2());
    if (!superName.equals(superName(role))) {
      throw new MalformedClassException("extends " + superName);
    }
    if (in.u2() != 0) {
      throw new MalformedClassException("implements interfaces");
    }
  }

  private static String superName(ClassRole role) {
    switch (role) {
      case TEXT:
      case COLD_TEXT:
        return "java/lang/Object";
      case INSTANCE:
        return "io/aspectvm/runtime/Instance";
      case ENTRY:
        return "io/aspectvm/runtime/support/ModuleCode";
      default:
        throw new MalformedClassException("has an unknown role");
    }
  }

  private static boolean isText(ClassRole role) {
    return role == ClassRole.TEXT || role == ClassRole.COLD_TEXT;
  }

  private void checkMethods(ClassFileReader in, ClassRole role) {
    int count = in.u2();
    for (int i = 0; i < count; i++) {
      int access = in.u2();
      String name = in.text(in.u2());
      String descriptor = in.text(in.u2());
      checkDescriptor(descriptor);
      if (Modifier.isNative(access)
          || Modifier.isSynchronized(access)
          || Modifier.isAbstract(access)) {
        throw new MalformedClassException("has an unusual method " + name + descriptor);
      }
      if (!isText(role)) {
        FixedMethods.check(role, name + descriptor, access);
      } else if (!Modifier.isStatic(access)) {
        throw new MalformedClassException("has an instance method " + name + descriptor);
      } else if (name.equals("<clinit>")) {
        throw new MalformedClassException("has a static initialiser");
      }
      skipAttributes(in);
    }
  }

  private static void skipAttributes(ClassFileReader in) {
    int count = in.u2();
    for (int i = 0; i < count; i++) {
      in.text(in.u2());
      in.skipBlock();
    }
  }
}
