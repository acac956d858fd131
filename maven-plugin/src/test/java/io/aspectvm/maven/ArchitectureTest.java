package io.aspectvm.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter().importPackages("io.aspectvm.maven");

  @Test
  void onlyTheGoalsKnowMaven() {
    noClasses()
        .that()
        .resideInAnyPackage("io.aspectvm.maven.build..", "io.aspectvm.maven.facade..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.maven..")
        .check(CLASSES);
  }
}
