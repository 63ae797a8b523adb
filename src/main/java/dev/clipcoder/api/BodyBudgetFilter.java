package dev.clipcoder.api;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Claims room for the body of every request before anything reads it, and gives it back when the request has ended.
 * What is larger than any body that is read claims nothing: its reader refuses it by its length.
 */
@Component
@Order(BodyBudgetFilter.ORDER)
class BodyBudgetFilter extends OncePerRequestFilter {

  /** Behind the request's id and Spring's metrics, before all that may look for parameters in the body. */
  static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 100;

  private static final String CLAIM = BodyBudgetFilter.class.getName() + ".claim";
  private static final String FETCHED = BodyBudgetFilter.class.getName() + ".fetched";

  private final BodyBudget budget;
  private final HandlerExceptionResolver problems;

  BodyBudgetFilter(
      BodyBudget budget, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    this.budget = budget;
    this.problems = problems;
  }

  /** Grows the request's claim to hold a body of that length, of which nobody knew before. */
  static void cover(HttpServletRequest request, long length) {
    if (request.getAttribute(CLAIM) instanceof BodyBudget.Claim claim) {
      claim.cover(length);
    }
  }

  /** Makes the request's claim hold just that many bytes of a body that is not held as a whole. */
  static void hold(HttpServletRequest request, long length) {
    if (request.getAttribute(CLAIM) instanceof BodyBudget.Claim claim) {
      claim.resize(length);
    }
  }

  /** Room for what is fetched for the request, as long as it is under way. */
  static BodyBudget.Claim fetched(HttpServletRequest request) {
    return (BodyBudget.Claim) request.getAttribute(FETCHED);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    BodyBudget.Claim claim;
    try {
      BodyForm form = BodyForm.of(request);
      claim = budget.claim(form, lengthToClaim(request, form));
    } catch (ProblemException noRoom) {
      problems.resolveException(request, response, null, noRoom);
      return;
    }
    request.setAttribute(CLAIM, claim);
    BodyBudget.Claim fetched = budget.claimFetched();
    request.setAttribute(FETCHED, fetched);
    try {
      chain.doFilter(request, response);
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new Release(claim, fetched));
      } else {
        claim.close();
        fetched.close();
      }
    }
  }

  private long lengthToClaim(HttpServletRequest request, BodyForm form) {
    if (form == BodyForm.LINES) {
      return 0;
    }
    long length = request.getContentLengthLong();
    if (length >= 0) {
      return length <= budget.maxBodyBytes() ? length : 0;
    }
    // In chunks. Tomcat reads parts by itself, so they claim the most that it may read; the other
    // forms grow as they are read.
    boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    return chunked && form == BodyForm.MULTIPART ? budget.maxBodyBytes() : 0;
  }

  /** Gives the claim back when an asynchronous request ends, in whichever way: all of them complete it. */
  private record Release(BodyBudget.Claim claim, BodyBudget.Claim fetched)
      implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      claim.close();
      fetched.close();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // A dispatch that starts anew has forgotten its listeners.
      event.getAsyncContext().addListener(this);
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}
  }
}
