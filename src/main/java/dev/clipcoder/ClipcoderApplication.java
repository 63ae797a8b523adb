package dev.clipcoder;

import dev.clipcoder.encoder.NativeLibraries;
import dev.clipcoder.evaluation.EvaluateCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service, or runs the command that the first argument names. */
@SpringBootApplication
public class ClipcoderApplication {

  static void main(String[] args) {
    if (args.length > 0 && args[0].equals(EvaluateCommand.NAME)) {
      List<String> arguments = List.of(args).subList(1, args.length);
      System.exit(EvaluateCommand.run(arguments, System.out, System.err));
    }
    NativeLibraries.loadInBackground();
    SpringApplication.run(ClipcoderApplication.class, args);
  }
}
