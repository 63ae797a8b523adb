package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Errors that the container raised outside of any controller, in the same form as all others. */
@Hidden
@RestController
class ProblemErrorController implements ErrorController {

  @RequestMapping("${spring.web.error.path:/error}")
  ResponseEntity<Object> error(HttpServletRequest request) {
    ProblemType type =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
            ? ProblemType.of(HttpStatusCode.valueOf(status))
            : ProblemType.NOT_FOUND;
    return Problems.response(Problems.detail(type, detail(type), List.of()), new HttpHeaders());
  }

  private static String detail(ProblemType type) {
    // Tomcat answers for whoever reads from a client that stopped sending, and does it through
    // here.
    return type == ProblemType.REQUEST_TIMEOUT
        ? BodyReader.TOO_LATE
        : "The request was refused: %s.".formatted(type.title());
  }
}
