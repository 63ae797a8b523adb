package dev.clipcoder.labelset;

import java.util.ArrayList;
import java.util.List;

/** Collects problems; beyond a hundred the answer is long enough to be understood. */
final class ProblemList {

  private static final int MOST = 100;

  private final List<DefinitionProblem> problems = new ArrayList<>();

  void add(String field, String sentence) {
    if (problems.size() < MOST) {
      problems.add(new DefinitionProblem(field, sentence));
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  List<DefinitionProblem> toList() {
    return List.copyOf(problems);
  }
}
