package io.aspectvm.maven.facade;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for what modules name freely. */
public final class FacadeNames {

  private static final String CLASS_SUFFIX = "Aspect";

  private FacadeNames() {}

  /** Whether a text can be the name of a class, in ASCII. */
  public static boolean isIdentifier(String text) {
    return text.chars().allMatch(c -> c < 0x80)
        && SourceVersion.isIdentifier(text)
        && !SourceVersion.isKeyword(text);
  }

  /** Whether a text can be the name of a package, in ASCII. */
  public static boolean isPackage(String text) {
    for (String part : text.split("\\.", -1)) {
      if (!isIdentifier(part)) {
        return false;
      }
    }
    return true;
  }

  /** The class for an artefact: {@code token/spend-limit} becomes {@code TokenSpendLimitAspect}. */
  public static String className(String artefact) {
    StringBuilder name = new StringBuilder();
    boolean starts = true;
    for (int c : artefact.codePoints().toArray()) {
      if (c >= 0x80) {
        name.append(String.format(Locale.ROOT, "U%04X", c));
        starts = true;
      } else if (!Character.isLetterOrDigit(c)) {
        starts = true;
      } else {
        name.appendCodePoint(starts ? Character.toUpperCase(c) : c);
        starts = Character.isDigit(c);
      }
    }
    if (name.length() == 0 || Character.isDigit(name.charAt(0))) {
      name.insert(0, '_');
    }
    return name.append(CLASS_SUFFIX).toString();
  }

  /** Java takes more, control characters among them. */
  private static boolean isPlain(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || c == '_' || c == '$');
  }

  /**
   * A method for an export: the export's name with {@code _} for what no identifier has.
   *
   * @param taken names of methods so far; the new one is added
   */
  static String method(String prefix, String export, Set<String> taken) {
    StringBuilder name = new StringBuilder();
    export.codePoints().forEach(c -> name.append(isPlain(c) ? (char) c : '_'));
    if (!prefix.isEmpty() && name.length() > 0) {
      name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
    }
    name.insert(0, prefix);
    if (name.length() == 0 || !Character.isJavaIdentifierStart(name.charAt(0))) {
      name.insert(0, '_');
    }
    if (!isIdentifier(name.toString())) {
      name.append('_');
    }
    String distinct = name.toString();
    for (int i = 2; !taken.add(distinct); i++) {
      distinct = name + "_" + i;
    }
    return distinct;
  }
}
