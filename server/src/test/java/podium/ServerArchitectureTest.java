package podium;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ServerArchitectureTest {

  /// Which of our packages each package of the server may use. This table is the architecture.
  private static final Map<String, String> MAY_USE =
      parse(
          """
          podium.config  : podium
          podium.json    : podium
          podium.log     :
          podium.catalog : podium podium.model podium.nn podium.runtime podium.log
          podium.http    : podium podium.config podium.json podium.log
          podium.trace   : podium podium.config podium.http
          podium.metrics : podium podium.http podium.catalog
          podium.web     : podium.http
          podium.api     : podium podium.config podium.json podium.http podium.catalog podium.model podium.image podium.metrics podium.web
          podium.bench   : podium podium.tensor podium.model podium.text podium.nn podium.engine.onednn podium.runtime podium.metrics
          podium.load    : podium
          podium.hub     : podium podium.json podium.model podium.nn
          podium.documents : podium podium.json podium.http podium.api
          podium.terminal : podium podium.hub podium.eval
          podium.doctor  : podium podium.json podium.model podium.tensor podium.runtime podium.engine.onednn podium.catalog podium.bench podium.hub
          podium.plot    :
          podium.eval    : podium podium.json podium.plot
          podium.cli     : podium podium.terminal podium.doctor podium.config podium.json podium.http podium.catalog podium.model podium.api podium.documents podium.bench podium.load podium.log podium.trace podium.hub podium.eval podium.plot
          """);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("podium-core"))
          .withImportOption(location -> !location.contains("/core/target/"))
          .importPackages("podium");

  @TestFactory
  Stream<DynamicTest> packagesUseOnlyWhatTheTableAllows() {
    return MAY_USE.keySet().stream().map(name -> dynamicTest(name, () -> check(name)));
  }

  @Test
  void theTableListsEveryPackage() {
    assertThat(CLASSES)
        .isNotEmpty()
        .extracting(JavaClass::getPackageName)
        .allSatisfy(name -> assertThat(MAY_USE).containsKey(name));
  }

  @Test
  void onlyTheHttpPackageKnowsVertx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("podium.http")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.vertx..").and(not(resideInAPackage("io.vertx.core.buffer"))))
        .check(CLASSES);
  }

  @Test
  void onlyTheEvaluationKnowsLucene() {
    noClasses()
        .that()
        .resideOutsideOfPackage("podium.eval")
        .should()
        .dependOnClassesThat(resideInAPackage("org.apache.lucene.."))
        .check(CLASSES);
  }

  private static void check(String name) {
    String[] allowed = (name + " " + MAY_USE.get(name)).trim().split(" ", -1);
    var forbidden = resideInAPackage("podium..").and(not(resideInAnyPackage(allowed)));
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(forbidden)
        .check(CLASSES);
  }

  private static Map<String, String> parse(String table) {
    return table
        .lines()
        .map(line -> line.split(":", -1))
        .collect(Collectors.toMap(cells -> cells[0].trim(), cells -> cells[1].trim()));
  }
}
