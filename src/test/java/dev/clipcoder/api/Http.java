package dev.clipcoder.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that says exactly what it is told to. */
final class Http {

  static final String MULTIPART = "multipart/form-data; boundary=frontier";

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI service;

  Http(URI service) {
    this.service = service;
  }

  /** What came back. */
  record Reply(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      return JSON.readTree(response.body());
    }

    /** The lines of an NDJSON answer. */
    List<JsonNode> lines() {
      return text().lines().map(JSON::readTree).toList();
    }

    String detail() {
      return json().path("detail").asString("");
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
  }

  Reply get(String path, String... headers) {
    return send("GET", path, new byte[0], null, headers);
  }

  Reply post(String path, byte @Nullable [] body, @Nullable String contentType, String... headers) {
    return send("POST", path, body == null ? new byte[0] : body, contentType, headers);
  }

  Reply postJson(String path, String json, String... headers) {
    return post(path, json.getBytes(StandardCharsets.UTF_8), "application/json", headers);
  }

  Reply send(
      String method, String path, byte[] body, @Nullable String contentType, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return new Reply(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** A multipart body under construction. */
  static final class Form {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Form file(String name, byte[] content) {
      return file(name, "cat.png", content);
    }

    Form file(String name, String fileName, byte[] content) {
      return part("name=\"%s\"; filename=\"%s\"".formatted(name, fileName), content);
    }

    Form field(String name, String value) {
      return part("name=\"%s\"".formatted(name), value.getBytes(StandardCharsets.UTF_8));
    }

    private Form part(String disposition, byte[] content) {
      body.writeBytes("--frontier\r\nContent-Disposition: form-data; %s\r\n\r\n"
          .formatted(disposition)
          .getBytes(StandardCharsets.UTF_8));
      body.writeBytes(content);
      body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      return this;
    }

    byte[] build() {
      body.writeBytes("--frontier--\r\n".getBytes(StandardCharsets.UTF_8));
      return body.toByteArray();
    }
  }

  static String json(Map<String, ?> members) {
    return JSON.writeValueAsString(members);
  }
}
