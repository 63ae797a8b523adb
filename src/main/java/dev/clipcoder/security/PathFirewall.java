package dev.clipcoder.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Refuses paths that may mean one thing here and another elsewhere. An encoded slash is one of these, but for the names
 * of models, which have slashes that clients encode; whoever may read one model may read all of that path.
 */
final class PathFirewall implements HttpFirewall {

  private static final String MODELS = "/v1/models/";

  private final StrictHttpFirewall strict = strictAboutPaths();
  private final StrictHttpFirewall withSlash = strictAboutPaths();

  PathFirewall() {
    withSlash.setAllowUrlEncodedSlash(true);
    // The server leaves the encoded slash as it is, so that its percent sign is in the decoded
    // path.
    withSlash.setAllowUrlEncodedPercent(true);
  }

  private static StrictHttpFirewall strictAboutPaths() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    firewall.setAllowedParameterNames(name -> true);
    return firewall;
  }

  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
    StrictHttpFirewall firewall = request.getRequestURI().startsWith(MODELS) ? withSlash : strict;
    return firewall.getFirewalledRequest(request);
  }

  @Override
  public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
    return strict.getFirewalledResponse(response);
  }
}
