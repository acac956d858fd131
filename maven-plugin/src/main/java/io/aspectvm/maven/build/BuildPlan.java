package io.aspectvm.maven.build;

import io.aspectvm.compiler.CompilerOptions;
import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import io.aspectvm.maven.facade.FacadeNames;
import io.aspectvm.wasm.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which modules there are, and what is to be made of each. Immutable. */
public final class BuildPlan {

  private final List<AspectUnit> units;

  private BuildPlan(List<AspectUnit> units) {
    this.units = List.copyOf(units);
  }

  /**
   * Looks for modules and applies the rules to them.
   *
   * @param project folder that messages are relative to
   * @throws BuildException if a folder is missing, a rule makes no sense or fits no file, or two
   *     modules would end up in one file
   */
  public static BuildPlan of(
      Path project, List<SourceSet> sets, AspectDefaults defaults, List<AspectRule> rules)
      throws BuildException {
    SourceFinder finder = new SourceFinder(project.toAbsolutePath().normalize());
    List<SourceFile> files = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (SourceSet set : sets) {
      for (SourceFile file : finder.find(set)) {
        if (seen.add(file.path().toAbsolutePath().normalize())) {
          files.add(file);
        }
      }
    }
    requireUsed(rules, files);
    List<AspectUnit> units = new ArrayList<>();
    for (SourceFile file : files) {
      AspectRule rule = ruleOf(file, rules);
      if (!Boolean.TRUE.equals(rule.skip())) {
        units.add(unit(file, rule, defaults));
      }
    }
    requireDistinct(units);
    return new BuildPlan(units);
  }

  /** In a fixed order. */
  List<AspectUnit> units() {
    return units;
  }

  /** Whether there is nothing to compile. */
  public boolean isEmpty() {
    return units.isEmpty();
  }

  private static void requireUsed(List<AspectRule> rules, List<SourceFile> files)
      throws BuildException {
    for (AspectRule rule : rules) {
      if (rule.file() == null || rule.file().isBlank()) {
        throw new BuildException("an aspect without <file>: which files is it about?");
      }
      long fitting = files.stream().filter(rule::fits).count();
      if (fitting == 0) {
        throw new BuildException("aspect '" + rule.file() + "': fits none of " + count(files));
      }
      if (fitting > 1 && (rule.name() != null || rule.facadeClass() != null)) {
        throw new BuildException(
            "aspect '" + rule.file() + "': one name for the " + fitting + " files that it fits");
      }
    }
  }

  private static String count(List<SourceFile> files) {
    return files.size() + (files.size() == 1 ? " file" : " files");
  }

  private static AspectRule ruleOf(SourceFile file, List<AspectRule> rules) {
    AspectRule all = AspectRule.of(file.relative());
    for (AspectRule rule : rules) {
      if (rule.fits(file)) {
        all = rule.over(all);
      }
    }
    return all;
  }

  private static AspectUnit unit(SourceFile file, AspectRule rule, AspectDefaults defaults)
      throws BuildException {
    String name = rule.name() == null ? AspectNames.of(file) : rule.name();
    AspectNames.check(name, file);
    Profile profile = profile(rule.profile() == null ? defaults.profile() : rule.profile());
    GasSchedule schedule =
        schedule(rule.schedule() == null ? defaults.schedule() : rule.schedule());
    CompilerOptions options =
        CompilerOptions.of(profile).withSchedule(schedule).withHostModules(defaults.hostModules());
    return new AspectUnit(file, name, options, facadeClass(file, name, rule, defaults));
  }

  private static String facadeClass(
      SourceFile file, String name, AspectRule rule, AspectDefaults defaults)
      throws BuildException {
    boolean wanted = rule.facade() == null ? defaults.facade() : rule.facade();
    if (!wanted) {
      return null;
    }
    if (rule.facadeClass() == null) {
      return FacadeNames.className(name);
    }
    if (!FacadeNames.isIdentifier(rule.facadeClass())) {
      throw new BuildException(
          file.shown() + ": '" + rule.facadeClass() + "' is no name for a Java class");
    }
    return rule.facadeClass();
  }

  private static Profile profile(String name) throws BuildException {
    for (Profile profile : List.of(Profile.ASPECT, Profile.WASM)) {
      if (profile.name().equals(name)) {
        return profile;
      }
    }
    throw new BuildException("profile '" + name + "': expected aspect or wasm");
  }

  private static GasSchedule schedule(String name) throws BuildException {
    return GasSchedules.byName(name)
        .orElseThrow(
            () ->
                new BuildException(
                    "schedule '"
                        + name
                        + "': expected one of "
                        + GasSchedules.all().stream()
                            .map(GasSchedule::name)
                            .collect(Collectors.joining(", "))));
  }

  /** Also on file systems to which upper and lower case are the same. */
  private static void requireDistinct(List<AspectUnit> units) throws BuildException {
    Map<String, AspectUnit> names = new HashMap<>();
    Map<String, AspectUnit> classes = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (AspectUnit unit : units) {
      AspectUnit same = names.putIfAbsent(unit.name().toLowerCase(Locale.ROOT), unit);
      if (same != null) {
        problems.add(clash(same, unit, unit.fileName()) + "; <name> tells them apart");
      } else if (unit.facadeClass() != null) {
        same = classes.putIfAbsent(unit.facadeClass().toLowerCase(Locale.ROOT), unit);
        if (same != null) {
          problems.add(
              clash(same, unit, "the class " + unit.facadeClass())
                  + "; <facadeClass> tells them apart");
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new BuildException(problems);
    }
  }

  private static String clash(AspectUnit one, AspectUnit other, String what) {
    return other.source().shown() + ": would become " + what + ", as " + one.source().shown();
  }
}
