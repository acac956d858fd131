package io.aspectvm.maven.build;

import org.codehaus.plexus.util.SelectorUtils;

/**
 * What holds for some modules only. Where it is null, what holds for all does. Of several rules
 * that fit a module the later ones win.
 *
 * @param file pattern of the files, relative to the folder that they were found in, with {@code /}
 * @param name of the artefact, without suffix; may have folders, with {@code /}
 * @param profile name of the profile
 * @param schedule name of the gas schedule
 * @param facade whether a Java facade is made
 * @param facadeClass simple name of the facade's class
 * @param skip whether the files are left out
 */
public record AspectRule(
    String file,
    String name,
    String profile,
    String schedule,
    Boolean facade,
    String facadeClass,
    Boolean skip) {

  /** A rule that says nothing yet. */
  public static AspectRule of(String file) {
    return new AspectRule(file, null, null, null, null, null, null);
  }

  boolean fits(SourceFile source) {
    return SelectorUtils.matchPath(file, source.relative(), "/", true);
  }

  /** This rule where it says something, the other one elsewhere. */
  AspectRule over(AspectRule other) {
    return new AspectRule(
        file,
        first(name, other.name),
        first(profile, other.profile),
        first(schedule, other.schedule),
        first(facade, other.facade),
        first(facadeClass, other.facadeClass),
        first(skip, other.skip));
  }

  private static <T> T first(T one, T other) {
    return one == null ? other : one;
  }
}
