package io.aspectvm.maven;

import io.aspectvm.maven.build.AspectRule;

/** What holds for some modules only, as the configuration has it. */
public class AspectOptions {

  private String file;
  private String name;
  private String profile;
  private String schedule;
  private Boolean facade;
  private String facadeClass;
  private Boolean skip;

  /**
   * Takes {@code FILE;KEY=VALUE;...}, where the configuration is a single text.
   *
   * @throws IllegalArgumentException if a key is unknown
   */
  public void set(String text) {
    String[] parts = text.split(";");
    file = parts[0].trim();
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      if (pair.length < 2) {
        throw new IllegalArgumentException("'" + parts[i] + "': expected KEY=VALUE");
      }
      set(pair[0].trim(), pair[1].trim());
    }
  }

  private void set(String key, String value) {
    switch (key) {
      case "name" -> name = value;
      case "profile" -> profile = value;
      case "schedule" -> schedule = value;
      case "facade" -> facade = Boolean.valueOf(value);
      case "facadeClass" -> facadeClass = value;
      case "skip" -> skip = Boolean.valueOf(value);
      default ->
          throw new IllegalArgumentException(
              "'" + key + "': expected name, profile, schedule, facade, facadeClass or skip");
    }
  }

  public void setFile(String file) {
    this.file = file;
  }

  public void setName(String name) {
    this.name = name;
  }

  public void setProfile(String profile) {
    this.profile = profile;
  }

  public void setSchedule(String schedule) {
    this.schedule = schedule;
  }

  public void setFacade(Boolean facade) {
    this.facade = facade;
  }

  public void setFacadeClass(String facadeClass) {
    this.facadeClass = facadeClass;
  }

  public void setSkip(Boolean skip) {
    this.skip = skip;
  }

  AspectRule rule() {
    return new AspectRule(file, name, profile, schedule, facade, facadeClass, skip);
  }
}
