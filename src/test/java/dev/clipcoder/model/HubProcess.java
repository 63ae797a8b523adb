package dev.clipcoder.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** A process that downloads a model and says where it is. Arguments: the hub, the data folder, the token. */
final class HubProcess {

  static final String MODEL = "hf://tiny/clip";

  private HubProcess() {}

  public static void main(String[] arguments) {
    HubProperties properties = new HubProperties(
        URI.create(arguments[0]),
        false,
        arguments[2],
        null,
        DataSize.ofGigabytes(1),
        Duration.ofSeconds(30));
    Path folder =
        new HubCheckpoints(properties, Path.of(arguments[1])).folder(HubName.parse(MODEL));
    System.out.println("folder " + folder);
  }

  /** Starts it in a JVM of its own. */
  static Process start(URI hub, Path dataDir, String token) throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            HubProcess.class.getName(),
            hub.toString(),
            dataDir.toString(),
            token)
        .redirectErrorStream(true)
        .redirectOutput(dataDir.resolve(token + ".log").toFile())
        .start();
  }
}
