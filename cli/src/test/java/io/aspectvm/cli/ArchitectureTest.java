package io.aspectvm.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Formatter;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may depend on whom, over all modules that the command line brings together. The arrows
 * between the Maven modules are those of the poms; what is here is what a pom cannot say.
 */
class ArchitectureTest {

  private static final String ASM = "org.objectweb.asm..";
  private static final String PROTOBUF = "com.google.protobuf..";
  private static final String SECP256K1 = "fr.acinq.secp256k1..";
  private static final String MESSAGES = "io.aspectvm.proto..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.aspectvm");

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  private static void onlyDependsOn(String packageName, String... others) {
    check(
        classes()
            .that()
            .resideInAPackage(packageName)
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(others)
                    .or(resideInAnyPackage("java..", packageName))
                    .or(resideInAPackage("")))); // primitives and their arrays
  }

  @Test
  void wasmStandsAlone() {
    onlyDependsOn("io.aspectvm.wasm..");
  }

  @Test
  void gasKnowsWasmOnly() {
    onlyDependsOn("io.aspectvm.gas..", "io.aspectvm.wasm..", ASM);
  }

  @Test
  void messagesStandAlone() {
    onlyDependsOn(MESSAGES, PROTOBUF);
  }

  /** It ships without the compiler, and so without what the compiler needs. */
  @Test
  void runtimeKnowsLittleElse() {
    onlyDependsOn(
        "io.aspectvm.runtime..",
        MESSAGES,
        PROTOBUF,
        "org.bouncycastle..",
        "org.brotli..",
        "org.rocksdb..",
        SECP256K1);
  }

  @Test
  void theNativeCurveIsOptional() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.aspectvm.runtime.crypto.secp256k1..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SECP256K1));
  }

  @Test
  void theDatabaseStaysInTheStore() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.aspectvm.runtime.store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb.."));
  }

  /** Generated code is linked to it, and sees no more than that. */
  @Test
  void supportOfGeneratedCodeKnowsNoMessages() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.aspectvm.runtime.support..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROTOBUF, MESSAGES));
  }

  @Test
  void asmStaysWhereBytecodeIsMade() {
    DescribedPredicate<JavaClass> makers =
        resideInAPackage("io.aspectvm.compiler.emit..")
            .or(resideInAPackage("io.aspectvm.gas.inject.."))
            .or(
                resideInAPackage("io.aspectvm.compiler")
                    .and(simpleNameStartingWith("ClassChecks")));
    check(
        noClasses()
            .that(DescribedPredicate.not(makers))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ASM));
  }

  @Test
  void loweringKnowsNothingOfTheJvm() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.aspectvm.compiler.lower..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                ASM,
                "io.aspectvm.runtime..",
                "io.aspectvm.compiler.emit..",
                "io.aspectvm.compiler.partition.."));
  }

  @Test
  void nobodyKnowsTheCommandLine() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.aspectvm.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.aspectvm.cli..", "picocli..", "com.fasterxml.jackson.."));
  }

  /**
   * Results, messages and class files are the same everywhere. Error Prone sees to the conversion
   * of cases and to encodings.
   */
  @Test
  void nothingDependsOnTheLocaleOrTheProcess() {
    check(
        noClasses()
            .should()
            .callMethod(String.class, "formatted", Object[].class)
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintStream.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .orShould()
            .callMethod(PrintWriter.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .callMethod(ZoneId.class, "systemDefault")
            .orShould()
            .callMethod(TimeZone.class, "getDefault")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Formatter.class, NumberFormat.class, MessageFormat.class)
            .because("digits are ASCII in every locale: String.format(Locale.ROOT, ...)"));
  }

  /**
   * What executions and compilations come to knows no clock, no chance and no environment. Left out
   * are files and their names, keys to sign with, and the seed of the hash of keys, whose order
   * shows nowhere.
   */
  @Test
  void noResultDependsOnTheClockOrOnChance() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.aspectvm.wasm..",
                "io.aspectvm.gas..",
                "io.aspectvm.compiler..",
                "io.aspectvm.runtime..")
            .and()
            .resideOutsideOfPackages(
                "io.aspectvm.runtime.artefact..", "io.aspectvm.runtime.cache..")
            .and()
            .doNotHaveFullyQualifiedName("io.aspectvm.runtime.host.SipHash")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "getProperty", String.class)
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getProperty", String.class, String.class)
            .orShould()
            .callMethod(System.class, "getProperties")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, Instant.class, Date.class, UUID.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(RandomGenerator.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wasm", "gas", "compiler", "cli"})
  void packagesFormNoCycles(String module) {
    check(slices().matching("io.aspectvm." + module + ".(*)..").should().beFreeOfCycles());
  }
}
