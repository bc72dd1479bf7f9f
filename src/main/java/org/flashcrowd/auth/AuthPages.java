package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.web.Pages;

/** The pages that people sign in, join and consent on. */
final class AuthPages {
  private final Pages pages;
  private final Browser browser;
  private final Config.Registrations registrations;

  AuthPages(Pages pages, Browser browser, Config.Registrations registrations) {
    this.pages = pages;
    this.browser = browser;
    this.registrations = registrations;
  }

  Reply signIn(Request request, int status, String email, String problem) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("returnTo", ReturnTo.of(request));
    parameters.put("email", email);
    parameters.put("problem", problem);
    parameters.put("mayJoin", registrations.mode() != Config.Registrations.Mode.CLOSED);
    return form(request, status, "auth/signIn", parameters, "");
  }

  Reply signUp(
      Request request, int status, String username, String email, Map<String, String> problems) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("returnTo", ReturnTo.of(request));
    parameters.put("username", username);
    parameters.put("email", email);
    parameters.put("problems", problems);
    parameters.put("approval", registrations.mode() == Config.Registrations.Mode.APPROVAL);
    parameters.put("minPassword", registrations.minPassword());
    parameters.put("maxPassword", registrations.maxPassword());
    return form(request, status, "auth/signUp", parameters, "");
  }

  /** A form that asks for an e-mail address. */
  Reply emailForm(Request request, int status, String template, String problem) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("problem", problem);
    return form(request, status, template, parameters, "");
  }

  /** A form that carries the secret of a mailed link. */
  Reply tokenForm(Request request, int status, String template, String token, String problem) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("token", token);
    parameters.put("problem", problem);
    return form(request, status, template, parameters, "");
  }

  Reply passwordForm(Request request, int status, String token, String problem) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("token", token);
    parameters.put("problem", problem);
    parameters.put("minPassword", registrations.minPassword());
    parameters.put("maxPassword", registrations.maxPassword());
    return form(request, status, "auth/newPassword", parameters, "");
  }

  /** What was refused, as a page for people to read. */
  Future<Reply> explain(Throwable failure) {
    if (failure instanceof Failure refused) {
      Reply page = message(refused.status(), "That did not work", refused.body().error());
      refused.headers().forEach(page::header);
      return Future.succeededFuture(page);
    }
    return Future.failedFuture(failure);
  }

  Reply signOut(Request request) {
    return form(request, 200, "auth/signOut", new HashMap<>(), "");
  }

  Reply consent(Request request, AuthorizationRequest authorization, String username) {
    Application application = authorization.application();
    Map<String, String> grants = new LinkedHashMap<>();
    authorization.scopes().forEach(scope -> grants.put(scope, ScopeWords.of(scope)));
    String website = application.website();
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("application", application.name());
    parameters.put("website", website == null ? "" : website);
    parameters.put("username", username);
    parameters.put("returnTo", authorization.path());
    parameters.put("grants", grants);
    parameters.put("fields", authorization.fields());
    return form(request, 200, "auth/consent", parameters, authorization.formTarget());
  }

  Reply code(Application application, String code) {
    return page(
        200,
        pages.render("auth/code", Map.of("application", application.name(), "code", code)),
        "");
  }

  /** A page that says something and leads nowhere. */
  Reply message(int status, String heading, String text) {
    return page(status, pages.render("auth/message", Map.of("heading", heading, "text", text)), "");
  }

  private Reply form(
      Request request,
      int status,
      String template,
      Map<String, Object> parameters,
      String formTarget) {
    String secret = browser.secret(request);
    parameters.put("csrf", Browser.formToken(secret));
    Reply page = page(status, pages.render(template, parameters), formTarget);
    return browser.remember(page, secret);
  }

  /** These pages are somebody's own, and some hold a code. */
  private static Reply page(int status, String html, String formTarget) {
    return Reply.html(status, html, formTarget).header("Cache-Control", "no-store");
  }
}
