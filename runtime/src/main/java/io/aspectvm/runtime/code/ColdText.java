package io.aspectvm.runtime.code;

import io.aspectvm.proto.artefact.v1.ClassEntry;
import io.aspectvm.proto.artefact.v1.ClassRole;

/**
 * Names of cold text: classes that only {@link io.aspectvm.runtime.Isolation#STRICT} defines, each
 * in place of the text class of the same name, or beside it. An entry of a manifest tells them
 * apart from those by a name in a folder of their own.
 */
public final class ColdText {

  private static final String FOLDER = "aspect/";
  private static final String COLD_FOLDER = FOLDER + "cold/";

  private ColdText() {}

  /**
   * The name of the entry for cold text.
   *
   * @param internalName of the class, for example {@code aspect/T0}
   */
  public static String entryName(String internalName) {
    return COLD_FOLDER + internalName.substring(FOLDER.length());
  }

  /** Whether the class of an entry is cold text. */
  static boolean is(ClassEntry entry) {
    return entry.getRole() == ClassRole.COLD_TEXT;
  }

  /**
   * Internal name of the class of an entry.
   *
   * @param entry with a name as its role demands
   */
  static String internalName(ClassEntry entry) {
    return is(entry) ? FOLDER + entry.getName().substring(COLD_FOLDER.length()) : entry.getName();
  }

  /** Whether an entry for cold text, and no other, has a name in the folder for it. */
  static boolean isInPlace(ClassEntry entry) {
    return entry.getName().startsWith(COLD_FOLDER) == is(entry);
  }
}
