package dev.clipcoder.fewshot;

import static dev.clipcoder.testing.KilledProcess.END;

import dev.clipcoder.database.DatabaseProperties;
import java.nio.file.Path;

/** A process that adds and removes examples until it is killed, and prints what was acknowledged. */
final class KilledTeacher {

  private KilledTeacher() {}

  /**
   * Runs until it is killed.
   *
   * @param arguments address of the database, data directory, round
   */
  public static void main(String[] arguments) {
    int round = Integer.parseInt(arguments[2]);
    try (Service service =
        new Service(new DatabaseProperties(arguments[0], Path.of(arguments[1])), "f1")) {
      service.put("fruit", "{'labels':['ripe','unripe'],'keep':'originals'}");
      for (int i = 0; ; i++) {
        String word = "round%d-%d".formatted(round, i);
        String label = i % 2 == 0 ? "ripe" : "unripe";
        service.teachKeeping("fruit", label, word, word + "b");
        System.out.printf("added %s %s %s%n", word, label, END);
        System.out.printf("added %sb %s %s%n", word, label, END);
        if (i % 5 == 4) {
          System.out.printf("removing %s %s %s%n", word, label, END);
          service.examples().remove("fruit", Service.example(label, word, null).id(), null);
          System.out.printf("removed %s %s %s%n", word, label, END);
        }
      }
    }
  }
}
