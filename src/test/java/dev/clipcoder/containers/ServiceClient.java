package dev.clipcoder.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who uses a service in a container, with a key. */
final class ServiceClient {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path CAT = Path.of("docs/samples/cat/twemoji.png");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI service;
  private final String key;

  ServiceClient(int port, String key) {
    this.service = URI.create("http://127.0.0.1:" + port);
    this.key = key;
  }

  record Answer(int status, JsonNode json) {}

  Answer get(String path) {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  Answer put(String path, String json) {
    return send("PUT", path, "application/json", BodyPublishers.ofString(json));
  }

  Answer post(String path, String json) {
    return send("POST", path, "application/json", BodyPublishers.ofString(json));
  }

  /** Classifies the picture of a cat with these parameters. */
  Answer classifyCat(String parameters) {
    return sendPicture("/classify?" + parameters, CAT);
  }

  Answer sendPicture(String path, Path picture) {
    try {
      return send(
          "POST", path, "image/png", BodyPublishers.ofByteArray(Files.readAllBytes(picture)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Answer send(String method, String path, String type, BodyPublisher body) {
    HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", type)
        .method(method, body)
        .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(
          response.statusCode(), isJson ? JSON.readTree(response.body()) : JSON.createObjectNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("Interrupted", e));
    }
  }
}
