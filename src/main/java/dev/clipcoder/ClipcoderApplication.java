package dev.clipcoder;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the service. */
@SpringBootApplication
public class ClipcoderApplication {

  static void main(String[] args) {
    SpringApplication.run(ClipcoderApplication.class, args);
  }
}
