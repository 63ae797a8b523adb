package dev.clipcoder.api;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/**
 * Errors that Tomcat finds before the application sees the request, such as an illegal character in the path. It
 * is made by Tomcat, by name.
 */
public final class ProblemErrorReportValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemType type = ProblemType.of(HttpStatusCode.valueOf(status));
    if (response.getHeader(RequestIdFilter.HEADER) == null) {
      response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.newId());
    }
    response.setContentType("application/problem+json");
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    try {
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write("""
            {"type":"%s","title":"%s","status":%d,"detail":"%s","errors":[]}""".formatted(type.uri(), type.title(), status, detail(status)));
        response.finishResponse();
      }
    } catch (IOException unsent) {
      container.getLogger().debug("The client did not take the error report", unsent);
    }
  }

  private static String detail(int status) {
    return status < 500
        ? "The request is not valid HTTP, is not allowed, or a part of it is too long."
        : "Something went wrong before the request was understood.";
  }
}
