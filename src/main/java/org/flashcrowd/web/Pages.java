package org.flashcrowd.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.RouteSource;

/**
 * Renders pages from the templates in {@code src/main/jte}, which the build turns into classes.
 * What is put into a page is escaped for the place where it stands.
 */
public final class Pages {
  private static final String TEMPLATES = "org.flashcrowd.web.templates";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Pages.class.getClassLoader(), TEMPLATES);
  private final Assets assets = new Assets(List.of("flashcrowd.css", "icon.svg"));
  private final Site site;

  public Pages(Config.Instance instance) {
    this.site =
        new Site(instance.title(), "en", assets.url("flashcrowd.css"), assets.url("icon.svg"));
  }

  /**
   * Renders one page.
   *
   * @param template its path under {@code src/main/jte}, without {@code .jte}
   * @param parameters what the template declares, apart from {@code site}
   */
  public String render(String template, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("site", site);
    StringOutput html = new StringOutput();
    engine.render(template + ".jte", all, html);
    return html.toString();
  }

  /** What every page shows of the server. */
  public Site site() {
    return site;
  }

  /** The routes of what pages need. */
  public RouteSource assetRoutes() {
    return new AssetRoutes(assets);
  }
}
