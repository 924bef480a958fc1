package podium.openapi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.Socket;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

/// No test talks to a server behind the back of [DriftCheck], but those that ask through a proxy or
/// without end what others have asked once.
class CheckedClientsTest {

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("podium");

  @Test
  void everyTestUsesThem() {
    noClasses()
        .that()
        .resideOutsideOfPackages("podium.openapi", "podium.soak", "podium.hub")
        .should()
        .callMethod(HttpClient.class, "newHttpClient")
        .orShould()
        .callMethod(HttpClient.class, "newBuilder")
        .orShould()
        .callConstructorWhere(
            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                        Socket.class))))
        .because("CheckedClient, CheckedSocket and Wire check what goes over them")
        .check(TESTS);
  }
}
