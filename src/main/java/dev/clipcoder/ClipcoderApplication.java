package dev.clipcoder;

import dev.clipcoder.encoder.NativeLibraries;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication
public class ClipcoderApplication {

  static void main(String[] args) {
    NativeLibraries.loadInBackground();
    SpringApplication.run(ClipcoderApplication.class, args);
  }
}
