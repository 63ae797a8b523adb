package dev.clipcoder.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service without the page, to set up a test and to know what the page should show. */
final class Service {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI root;

  Service(int port) {
    this.root = URI.create("http://127.0.0.1:" + port + "/");
  }

  URI root() {
    return root;
  }

  JsonNode get(String path) {
    return json(HttpRequest.newBuilder(root.resolve(path)));
  }

  JsonNode put(String path, String json) {
    return json(HttpRequest.newBuilder(root.resolve(path))
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(json)));
  }

  /** A picture as the body, with the options in the path. */
  JsonNode post(String path, Path picture) {
    try {
      return json(HttpRequest.newBuilder(root.resolve(path))
          .header("Content-Type", "image/png")
          .POST(BodyPublishers.ofFile(picture)));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Removes all label sets and support sets. */
  void clear() {
    for (String kind : List.of("support-sets", "label-sets")) {
      for (JsonNode set : get("/" + kind).path("items")) {
        int status = send(HttpRequest.newBuilder(
                    root.resolve("/%s/%s".formatted(kind, set.path("id").asString())))
                .DELETE())
            .statusCode();
        if (status != 204) {
          throw new IllegalStateException("DELETE was answered by " + status);
        }
      }
    }
  }

  private JsonNode json(HttpRequest.Builder request) {
    HttpResponse<String> response = send(request);
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
