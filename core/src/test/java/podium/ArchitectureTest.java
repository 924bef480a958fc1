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

class ArchitectureTest {

  /// Which of our packages each package may use. This table is the architecture.
  private static final Map<String, String> MAY_USE =
      parse(
          """
          podium               :
          podium.tensor        :
          podium.model         : podium podium.tensor
          podium.text          : podium podium.tensor
          podium.image         : podium podium.tensor
          podium.engine        : podium podium.tensor
          podium.nn            : podium podium.tensor podium.engine podium.model
          podium.engine.onednn : podium podium.tensor podium.engine
          podium.schedule      : podium podium.tensor podium.engine podium.nn
          podium.runtime       : podium podium.tensor podium.engine podium.model podium.text podium.image podium.nn podium.engine.onednn podium.schedule
          """);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
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

  private static void check(String name) {
    String[] allowed = (name + " " + MAY_USE.get(name)).trim().split(" ", -1);
    var forbidden = resideInAPackage("podium..").and(not(resideInAnyPackage(allowed)));
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static Map<String, String> parse(String table) {
    return table
        .lines()
        .map(line -> line.split(":", -1))
        .collect(Collectors.toMap(cells -> cells[0].trim(), cells -> cells[1].trim()));
  }
}
