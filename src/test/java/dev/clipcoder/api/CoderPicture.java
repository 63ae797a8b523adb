package dev.clipcoder.api;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Draws a CODER vector as the service answers it: a row for each class in the order of the answer, in it a mark for each
 * text of the class at its similarity to the picture, the class score as a line through them, and the probability.
 */
final class CoderPicture {

  private static final int ROW = 20;
  private static final int TOP = 66;
  private static final int LEFT = 110;
  private static final int WIDTH = 430;
  private static final int BARS = 610;
  private static final int BAR = 100;
  private static final double LEAST = -0.4;
  private static final double MOST = 0.4;

  private static final List<String> KINDS = List.of("name", "attribute", "analogous", "synonym");

  /** Told apart by form as well as by colour; each is drawn around the origin. */
  private final StringBuilder svg = new StringBuilder();

  private final List<JsonNode> predictions;

  private CoderPicture(List<JsonNode> predictions) {
    this.predictions = predictions;
  }

  /**
   * @param vector the answer of {@code /coder}, full
   * @param texts the texts of the set, by dimension
   * @param answer of {@code /classify}, with all labels
   */
  static String draw(JsonNode vector, List<JsonNode> texts, JsonNode answer) {
    CoderPicture picture =
        new CoderPicture(answer.path("predictions").valueStream().toList());
    picture.frame();
    for (int row = 0; row < picture.predictions.size(); row++) {
      picture.row(row, vector.path("vector"), texts);
    }
    return picture.svg.append("</svg>\n").toString();
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }

  private void frame() {
    int height = TOP + ROW * predictions.size() + 10;
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 %d\" role=\"img\">"
        .formatted(height));
    add("<title>The similarities of a picture to the texts of %d classes</title>"
        .formatted(predictions.size()));
    svg.append("""
        <style>
        text { font: 12px sans-serif; fill: #1b1b1b } .end { text-anchor: end } .middle { text-anchor: middle }
        .ground { fill: #ffffff } .grid { stroke: #d0d0d0 } .score { stroke: #1b1b1b; stroke-width: 2 }
        .name { fill: #0072b2 } .attribute { fill: #e69f00 } .analogous { fill: #009e73 } .synonym { fill: #cc79a7 }
        .bar { fill: #7a8794 }
        @media (prefers-color-scheme: dark) {
        text { fill: #e8e8e8 } .ground { fill: #16191d } .grid { stroke: #3c424a } .score { stroke: #e8e8e8 }
        .name { fill: #56b4e9 } .bar { fill: #8c99a6 }
        }
        </style>
        """);
    add("<rect class=\"ground\" width=\"760\" height=\"%d\"/>".formatted(height));
    legend();
    for (double tick : new double[] {LEAST, -0.2, 0, 0.2, MOST}) {
      add("<path class=\"grid\" d=\"M%s %dV%d\"/>".formatted(x(tick), TOP - 6, height - 8));
      add("<text class=\"middle\" x=\"%s\" y=\"%d\">%s</text>"
          .formatted(x(tick), TOP - 12, rounded(tick)));
    }
    add("<text class=\"end\" x=\"%d\" y=\"%d\">cosine</text>".formatted(LEFT - 18, TOP - 12));
    add("<text x=\"%d\" y=\"%d\">probability</text>".formatted(BARS, TOP - 12));
  }

  private void legend() {
    int x = LEFT;
    for (String kind : KINDS) {
      add("<g transform=\"translate(%d 18)\">%s</g>".formatted(x, mark(kind)));
      add("<text x=\"%d\" y=\"22\">%s</text>".formatted(x + 9, kind));
      x += 100;
    }
    add("<path class=\"score\" d=\"M%d 10V26\"/>".formatted(x));
    add("<text x=\"%d\" y=\"22\">class score</text>".formatted(x + 9));
  }

  /** Kinds are told apart by form as well as by colour; each is drawn around the origin. */
  private static String mark(String kind) {
    return switch (kind) {
      case "name" -> "<circle r=\"4.5\" class=\"name\"/>";
      case "attribute" -> "<circle r=\"3\" class=\"attribute\"/>";
      case "analogous" -> "<path d=\"M-3.5 3L3.5 3L0 -3.5Z\" class=\"analogous\"/>";
      case "synonym" -> "<path d=\"M-4 0L0 -4L4 0L0 4Z\" class=\"synonym\"/>";
      default -> throw new IllegalArgumentException("There is no mark for " + kind);
    };
  }

  private void row(int row, JsonNode vector, List<JsonNode> texts) {
    JsonNode prediction = predictions.get(row);
    String label = prediction.path("label").asString();
    int y = TOP + ROW * row + ROW / 2;
    add("<text class=\"end\" x=\"%d\" y=\"%d\">%s</text>".formatted(LEFT - 18, y + 4, label));
    IntStream.range(0, texts.size())
        .filter(i -> texts.get(i).path("label").asString().equals(label))
        .forEach(i -> add("<g transform=\"translate(%s %d)\">%s</g>"
            .formatted(
                x(vector.path(i).asDouble()), y, mark(texts.get(i).path("kind").asString()))));
    add("<path class=\"score\" d=\"M%s %dV%d\"/>"
        .formatted(x(prediction.path("score").asDouble()), y - 8, y + 8));
    double probability = prediction.path("probability").asDouble();
    double width = probability * BAR;
    add("<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"12\"/>"
        .formatted(BARS, y - 6, rounded(width)));
    add("<text x=\"%s\" y=\"%d\">%s %%</text>"
        .formatted(rounded(BARS + width + 5), y + 4, rounded(100 * probability)));
  }

  private static String x(double cosine) {
    return rounded(LEFT + (cosine - LEAST) / (MOST - LEAST) * WIDTH);
  }

  private static String rounded(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
