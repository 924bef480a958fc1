package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankException.ModelUnavailable;
import podium.tensor.Encoding;
import podium.text.PairTemplate.Kept;

class PairTemplatesTest {

  private static final String TEMPLATE =
      """
      {"type": "TemplateProcessing",
       "single": [{"Sequence": {"id": "A", "type_id": 0}}],
       "pair": [{"SpecialToken": {"id": "<q>", "type_id": 3}}, {"Sequence": {"id": "B", "type_id": 1}},
                {"SpecialToken": {"id": "<d>", "type_id": 2}}, {"Sequence": {"id": "A", "type_id": 0}}],
       "special_tokens": {"<q>": {"id": "<q>", "ids": [7], "tokens": ["<q>"]},
                          "<d>": {"id": "<d>", "ids": [8, 9], "tokens": ["<d", ">"]}}}
      """;
  private static final String ROBERTA =
      """
      {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": true,
       "add_prefix_space": false}
      """;
  private static final String BERT =
      """
      {"type": "BertProcessing", "sep": ["[SEP]", 102], "cls": ["[CLS]", 101]}
      """;
  private static final String BYTE_LEVEL =
      """
      {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}
      """;

  @TempDir private Path folder;

  @Test
  void templateProcessingIsFollowedAsWritten() {
    assertPair(TEMPLATE, new int[] {7, 21, 8, 9, 11, 12}, new int[] {3, 1, 2, 2, 0, 0});
    assertThat(read(TEMPLATE).added()).isEqualTo(3);
    assertThat(read(TEMPLATE).idLimit()).isEqualTo(10);
  }

  @Test
  void bertProcessingHasTwoTypes() {
    assertPair(BERT, new int[] {101, 11, 12, 102, 21, 102}, new int[] {0, 0, 0, 0, 1, 1});
  }

  @Test
  void robertaProcessingHasTwoSeparatorsAndOneType() {
    assertPair(ROBERTA, new int[] {0, 11, 12, 2, 2, 21, 2}, new int[7]);
  }

  @Test
  void aSingleTextIsFramedAsWritten() {
    String llama =
        """
        {"type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
         "pair": [], "special_tokens": {"<s>": {"id": "<s>", "ids": [7], "tokens": ["<s>"]}}}
        """;

    assertFrame(TEMPLATE, List.of(), List.of());
    assertFrame(llama, List.of(7), List.of());
    assertFrame(sequence(BYTE_LEVEL, llama), List.of(7), List.of());
    assertFrame(ROBERTA, List.of(0), List.of(2));
    assertFrame(BERT, List.of(101), List.of(102));
    assertFrame(BYTE_LEVEL, List.of(), List.of());
    assertFrame("null", List.of(), List.of());
  }

  @Test
  void oneInASequenceCountsAndByteLevelDoesNot() {
    assertPair(
        sequence(BYTE_LEVEL, BERT),
        new int[] {101, 11, 12, 102, 21, 102},
        new int[] {0, 0, 0, 0, 1, 1});
  }

  @Test
  void keepsAsManyTokensAsAskedFor() {
    Encoding cut = read(BERT).pair(tokens(11, 12), tokens(21, 22), new Kept(1, 0, 0, true));

    assertThat(cut.ids()).containsExactly(101, 11, 102, 102);
    assertThat(cut.truncated()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                                          | has no template for pairs
          {}                                            | has no template for pairs
          {"type": "Other"}                             | of type Other has no template for pairs
          {"type": "ByteLevel"}                         | of type ByteLevel has no template for pairs
          {"type": "Sequence", "processors": []}        | has 0 templates for pairs instead of one
          {"type": "BertProcessing"}                    | needs a token id as cls, but has none
          {"type": "BertProcessing", "cls": ["a", "b"]} | needs a token id as cls, but has "b"
          {"type": "BertProcessing", "cls": ["a", -1]}  | needs a token id as cls, but has -1
          {"type": "TemplateProcessing"}                | must have A and B once each in its pair
          {"type": "TemplateProcessing", "pair": [{"Sequence": {"id": "C", "type_id": 0}}]} | has a sequence 'C'
          {"type": "TemplateProcessing", "pair": [{"Sequence": {"id": "A"}}]} | needs a token id as type_id, but has none
          {"type": "TemplateProcessing", "pair": [{"SpecialToken": {"id": "<s>", "type_id": 0}}]} | has no ids for the special token '<s>'
          """)
  void othersAreRefused(String processor, String complaint) {
    assertThatThrownBy(() -> read(processor))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageStartingWith("tokenizer.json: post_processor ")
        .hasMessageContaining(complaint);
  }

  private void assertPair(String processor, int[] ids, int[] typeIds) {
    Encoding pair = read(processor).pair(tokens(11, 12), tokens(21), new Kept(2, 0, 1, false));

    assertThat(pair.ids()).isEqualTo(ids);
    assertThat(pair.typeIds()).isEqualTo(typeIds);
    assertThat(pair.truncated()).isFalse();
  }

  private void assertFrame(String processor, List<Integer> before, List<Integer> after) {
    var frame = PairTemplates.single(json(processor));

    assertThat(frame.before().ids()).isEqualTo(before.stream().mapToInt(id -> id).toArray());
    assertThat(frame.after().ids()).isEqualTo(after.stream().mapToInt(id -> id).toArray());
  }

  private static String sequence(String... processors) {
    return "{\"type\": \"Sequence\", \"processors\": [%s]}".formatted(String.join(",", processors));
  }

  private PairTemplate read(String processor) {
    return PairTemplates.read(json(processor));
  }

  private TokenizerJson json(String processor) {
    String content = "{\"model\": {\"vocab\": {}}, \"post_processor\": %s}".formatted(processor);
    return TokenizerJson.read(EditedTokenizer.write(folder, content));
  }

  private static Tokens tokens(int... ids) {
    return new Tokens("", ids, true);
  }
}
