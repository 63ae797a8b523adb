package dev.clipcoder.coder.fewshot;

/** Arrays without one of their places; what stays is shared or copied, never changed. */
final class Removal {

  private Removal() {}

  static double[][] row(double[][] rows, int place) {
    double[][] rest = new double[rows.length - 1][];
    System.arraycopy(rows, 0, rest, 0, place);
    System.arraycopy(rows, place + 1, rest, place, rest.length - place);
    return rest;
  }

  static double[] value(double[] values, int place) {
    double[] rest = new double[values.length - 1];
    System.arraycopy(values, 0, rest, 0, place);
    System.arraycopy(values, place + 1, rest, place, rest.length - place);
    return rest;
  }
}
