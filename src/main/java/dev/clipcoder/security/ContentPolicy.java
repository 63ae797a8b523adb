package dev.clipcoder.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/**
 * What a page of the service may load and do in a browser. The page at / never makes elements from text, so browsers
 * are told to refuse that; the one that shows the contract is not ours, and sets styles in its elements.
 */
final class ContentPolicy implements HeaderWriter {

  private static final String HEADER = "Content-Security-Policy";

  private static final String COMMON =
      "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none';";

  private static final String STRICT =
      COMMON + " form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private static final String CONTRACT =
      COMMON + " form-action 'self'; style-src 'self' 'unsafe-inline'";

  private static final String CONTRACT_PATH = "/swagger-ui";

  @Override
  public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    response.setHeader(HEADER, path.startsWith(CONTRACT_PATH) ? CONTRACT : STRICT);
  }
}
