package dev.clipcoder.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What the methods say about one picture, for who wants to look at the wrong ones or to compare two evaluations.
 *
 * @param picture its file within the folder of the data, with slashes
 * @param label its own
 * @param answers the first label of each method, by the method
 */
record AnsweredPicture(String picture, String label, SequencedMap<String, String> answers) {

  /** Of methods that answered the same pictures, in their order. */
  static List<AnsweredPicture> of(
      Path data, List<LabelledPicture> pictures, List<MethodAnswers> methods) {
    List<AnsweredPicture> answered = new ArrayList<>(pictures.size());
    for (int i = 0; i < pictures.size(); i++) {
      SequencedMap<String, String> answers = new LinkedHashMap<>();
      for (MethodAnswers method : methods) {
        answers.put(method.method(), method.labels().get(method.answers().get(i).first()));
      }
      List<String> path = new ArrayList<>();
      data.relativize(pictures.get(i).file()).forEach(part -> path.add(part.toString()));
      answered.add(new AnsweredPicture(
          String.join("/", path),
          methods.getFirst().labels().get(pictures.get(i).classIndex()),
          answers));
    }
    return List.copyOf(answered);
  }
}
