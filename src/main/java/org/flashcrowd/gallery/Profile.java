package org.flashcrowd.gallery;

import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.jsoup.Jsoup;

/** Somebody, as their page introduces them. */
public record Profile(AccountView view, Author author, String header) {
  static Profile of(AccountView account, Place place) {
    return new Profile(account, Author.of(account, place), place.local(account.header()));
  }

  /** HTML that the sanitiser has seen. */
  public String note() {
    return view.note();
  }

  /** Their values are HTML that the sanitiser has seen. */
  public List<AccountView.FieldView> fields() {
    return view.fields();
  }

  public String posts() {
    return Post.count(view.statusesCount(), "post", "posts");
  }

  public String followers() {
    return Post.count(view.followersCount(), "follower", "followers");
  }

  public String following() {
    return view.followingCount() + " following";
  }

  /** Their note as plain text, or what can be said without one. */
  String summary() {
    String note = Post.excerpt(Jsoup.parse(view.note()).text());
    return note.isEmpty() ? posts() + ", " + followers() : note;
  }
}
