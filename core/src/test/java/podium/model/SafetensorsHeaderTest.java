package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import podium.RerankException.ModelUnavailable;
import podium.model.SafetensorsHeader.Entry;

class SafetensorsHeaderTest {

  @Test
  void sortsTensorsByWhereTheyLie() {
    String header =
        """
        {"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]},
         "__metadata__":{"format":"pt"},
         "none":{"dtype":"F32","shape":[0,5],"data_offsets":[4,4]},
         "a":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]}}   \s
        """;

    assertThat(SafetensorsHeader.parse("m", header, 12))
        .extracting(Entry::name)
        .containsExactly("a", "none", "b");
  }

  @Test
  void acceptsAScalar() {
    assertThat(SafetensorsHeader.parse("m", tensor("F32", "[]", 0, 4), 4).getFirst().shape())
        .isEmpty();
  }

  @Test
  void acceptsNoTensorAtAll() {
    assertThat(SafetensorsHeader.parse("m", "{}", 0)).isEmpty();
  }

  @Nested
  class Refuses {

    @Test
    void whatIsNoObject() {
      assertRefused("[]", 0, "m: header is not a JSON object");
      assertRefused("", 0, "m header is empty");
      assertRefused("{\"a\":", 0, "m header is not valid JSON at line 1, column 6: ");
      assertRefused(
          "{}{}",
          0,
          "m header is not valid JSON at line 1, column 3: there is more behind its end");
    }

    @Test
    void theSameNameTwice() {
      String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";

      assertRefused(
          "{" + entry + "," + entry + "}",
          0,
          "m header is not valid JSON at line 1, column 58: Duplicate field 'a'");
    }

    @Test
    void anUnknownDtype() {
      assertRefused(
          tensor("F8_E4M3", "[4]", 0, 4),
          4,
          "m: dtype of tensor a must be one of [F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32,"
              + " U16, U8, BOOL], but is \"F8_E4M3\"");
      assertRefused("{\"a\":{}}", 0, "m: dtype of tensor a must be one of ");
    }

    @Test
    void aTensorThatIsNoObject() {
      assertRefused("{\"a\":3}", 0, "m: dtype of tensor a must be one of ");
    }

    @Test
    void sizesThatAreNoWholeNumbersFromZero() {
      String sentence =
          "m: shape of tensor a must be a list of at most 8 whole numbers from 0, but is ";

      assertRefused(tensor("F32", "[-1]", 0, 4), 4, sentence + "[-1]");
      assertRefused(tensor("F32", "[1.5]", 0, 4), 4, sentence + "[1.5]");
      assertRefused(tensor("F32", "[\"1\"]", 0, 4), 4, sentence + "[\"1\"]");
      assertRefused(tensor("F32", "4", 0, 4), 4, sentence + "4");
      assertRefused(tensor("F32", "null", 0, 4), 4, sentence + "null");
      assertRefused(tensor("F32", "[1,1,1,1,1,1,1,1,1]", 0, 4), 4, sentence);
      assertRefused(tensor("F32", "[9223372036854775808]", 0, 4), 4, sentence);
    }

    @Test
    void shapesThatOverflow() {
      assertRefused(
          tensor("F32", "[4294967296,4294967296]", 0, 4),
          4,
          "m: tensor a is F32 [4294967296, 4294967296], which is more bytes than a number can hold");
      assertRefused(
          tensor("F32", "[4611686018427387904]", 0, 0),
          0,
          "m: tensor a is F32 [4611686018427387904], which is more bytes than a number can hold");
    }

    @Test
    void aSizeThatIsNotThatOfTheShape() {
      assertRefused(
          tensor("F16", "[2,3]", 0, 24),
          24,
          "m: tensor a is F16 [2, 3] and must have 12 bytes, but has 24");
    }

    @Test
    void offsetsThatAreNoRange() {
      assertRefused(
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4]}}",
          4,
          "m: data_offsets of tensor a must be [begin, end], but is [4]");
      assertRefused(
          tensor("F32", "[1]", 4, 0),
          4,
          "m: data_offsets of tensor a must be [begin, end], but is [4,0]");
      assertRefused(
          "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
          4,
          "m: data_offsets of tensor a must be a list of at most 8 whole numbers from 0, but is"
              + " missing");
    }

    @Test
    void dataThatIsCutOff() {
      assertRefused(
          tensor("F32", "[2]", 0, 8),
          7,
          "m: tensor a ends at byte 8 of the data, but the file has only 7: it is cut off");
      assertRefused(
          tensor("F32", "[1]", 9223372036854775803L, 9223372036854775807L),
          4,
          "m: tensor a ends at byte 9223372036854775807 of the data, but the file has only 4: it is"
              + " cut off");
    }

    @Test
    void overlaps() {
      assertRefused(two(0, 4, 2, 6), 6, "m: tensor b overlaps the one before it");
      assertRefused(two(0, 4, 0, 4), 4, "m: tensor b overlaps the one before it");
    }

    @Test
    void gaps() {
      assertRefused(two(0, 4, 6, 10), 10, "m: 2 bytes before tensor b belong to no tensor");
      assertRefused(two(4, 8, 8, 12), 12, "m: 4 bytes before tensor a belong to no tensor");
      assertRefused(two(0, 4, 4, 8), 9, "m: 1 bytes behind the last tensor belong to no tensor");
      assertRefused("{}", 9, "m: 9 bytes behind the last tensor belong to no tensor");
    }

    @Test
    void namesThatAreEmptyOrEndless() {
      assertRefused(
          "{\"\":{}}", 0, "m: a tensor's name must have 1 to 500 characters, but one has 0");
      assertRefused(
          "{\"" + "x".repeat(501) + "\":{}}",
          0,
          "m: a tensor's name must have 1 to 500 characters, but one has 501");
    }

    private void assertRefused(String header, long dataBytes, String sentence) {
      assertThatThrownBy(() -> SafetensorsHeader.parse("m", header, dataBytes))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessageStartingWith(sentence);
    }
  }

  private static String tensor(String dtype, String shape, long begin, long end) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}}"
        .formatted(dtype, shape, begin, end);
  }

  private static String two(int beginA, int endA, int beginB, int endB) {
    return """
    {"a":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]},
     "b":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]}}\
    """
        .formatted(beginA, endA, beginB, endB);
  }
}
