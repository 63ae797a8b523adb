package dev.clipcoder;

import dev.clipcoder.encoder.NativeLibraries;
import dev.clipcoder.evaluation.EvaluateCommand;
import dev.clipcoder.ops.Termination;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LoggingSystem;

/** Starts the service, or runs the command that the first argument names. */
@SpringBootApplication
public class ClipcoderApplication {

  static void main(String[] args) {
    if (args.length > 0 && args[0].equals(EvaluateCommand.NAME)) {
      List<String> arguments = List.of(args).subList(1, args.length);
      System.exit(EvaluateCommand.run(arguments, System.out, System.err));
    }
    // Natives load beside the rest of the start: what they log before the format is known is left
    // out.
    LoggingSystem.get(ClipcoderApplication.class.getClassLoader()).beforeInitialize();
    Termination termination = Termination.onSignal();
    NativeLibraries.loadInBackground();
    SpringApplication application = new SpringApplication(ClipcoderApplication.class);
    application.addListeners(termination);
    application.run(args);
  }
}
