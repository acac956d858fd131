package io.aspectvm.gas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom: schedule, then plan, then inject; ASM in the JVM injector alone. */
class DependencyTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.aspectvm.gas");

  @Test
  void schedulesKnowNothingElse() {
    noClasses()
        .that()
        .resideInAPackage("..gas.schedule..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..gas.plan..", "..gas.inject..")
        .check(classes);
  }

  @Test
  void plansKnowNoInjection() {
    noClasses()
        .that()
        .resideInAPackage("..gas.plan..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..gas.inject..")
        .check(classes);
  }

  @Test
  void onlyTheJvmInjectorKnowsAsm() {
    noClasses()
        .that()
        .doNotHaveSimpleName("JvmGasInjector")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.objectweb.asm..")
        .check(classes);
  }
}
