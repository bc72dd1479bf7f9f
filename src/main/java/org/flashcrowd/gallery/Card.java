package org.flashcrowd.gallery;

import org.jspecify.annotations.Nullable;

/**
 * What a page says of itself in its head: to search engines, and to other sites that show a link to
 * it (Open Graph, ogp.me).
 *
 * @param type of Open Graph, such as {@code profile}
 * @param url the page's one address
 * @param image absolute URL; null for none
 * @param index whether search engines may list the page
 */
public record Card(
    String type,
    String title,
    String description,
    String url,
    @Nullable String image,
    @Nullable Picture picture,
    boolean index) {

  static Card page(String title, String description, String url) {
    return new Card("website", title, description, url, null, null, true);
  }

  Card showing(Picture shown) {
    return new Card(type, title, description, url, shown.preview(), shown, index);
  }

  Card showing(String shown) {
    return new Card(type, title, description, url, shown, null, index);
  }

  Card indexed(boolean wanted) {
    return new Card(type, title, description, url, image, picture, wanted);
  }
}
