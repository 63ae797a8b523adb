package dev.clipcoder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The map of the code in docs/architecture.md, kept true. */
class ArchitectureTest {

  private static final JavaClasses CLASSES = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.clipcoder");

  @Test
  void everyPackageUsesOnlyWhatItDeclares() {
    ApplicationModules.of(ClipcoderApplication.class).verify();
  }

  @Test
  void onlyModelAndEncoderKnowTheEngine() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.clipcoder.model..", "dev.clipcoder.encoder..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(CLASSES);
  }

  @Test
  void onlyImageKnowsOpenCv() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.clipcoder.image..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "org.opencv..")
        .check(CLASSES);
  }

  @Test
  void onlyApiKnowsTheWeb() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.clipcoder.api..", "dev.clipcoder.security..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")
        .check(CLASSES);
  }

  @Test
  void embeddingIsPlainJava() {
    classes()
        .that()
        .resideInAPackage("dev.clipcoder.embedding..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", "dev.clipcoder.embedding..", "org.jspecify..", "org.springframework.modulith")
        .check(CLASSES);
  }

  @Test
  void coderIsPlainJava() {
    classes()
        .that()
        .resideInAPackage("dev.clipcoder.coder..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.clipcoder.coder..",
            "dev.clipcoder.embedding..",
            "org.jspecify..",
            "org.springframework.modulith")
        .check(CLASSES);
  }
}
