package org.flashcrowd.statuses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.filters.FilterResultView;
import org.flashcrowd.http.RawJson;
import org.flashcrowd.media.MediaView;
import org.jspecify.annotations.Nullable;

/**
 * A post as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Status/">Status</a>, with what photo apps read
 * beside it ({@code pf_type} and its neighbours). On the wire the parts are one flat object.
 *
 * <p>The parts are apart because they change for different reasons: a boost has a head of its own
 * and the body of what it boosts, and only {@link Own} depends on who is looking.
 *
 * @param own null for somebody not signed in
 * @param reblog what is boosted; null for a post
 * @param text the source; only in the answer to a deletion
 * @param fixed what of it is the same in every answer, as it is written
 */
@JsonSerialize(using = StatusWriter.class)
public record StatusView(
    Head head,
    Body body,
    @Nullable Own own,
    @Nullable StatusView reblog,
    @Nullable String text,
    Fixed fixed) {

  /**
   * What is written once for many answers.
   *
   * @param head all of the head but id and account
   * @param body all of the body but what is counted
   */
  public record Fixed(RawJson head, RawJson body) {
    int length() {
      return head.length() + body.length();
    }
  }

  /** Which post it is, and whose. */
  public record Head(
      String id,
      Instant createdAt,
      String uri,
      String url,
      AccountView account,
      String visibility,
      @Nullable ApplicationView application,
      boolean local) {}

  /**
   * What it says.
   *
   * @param content HTML
   * @param contentText what was typed
   * @param pfType {@code photo}, {@code photo:album} or {@code text}
   * @param replyCount repliesCount under the name that photo apps know
   */
  public record Body(
      @Nullable String inReplyToId,
      @Nullable String inReplyToAccountId,
      boolean sensitive,
      String spoilerText,
      @Nullable String language,
      int repliesCount,
      int reblogsCount,
      int favouritesCount,
      int quotesCount,
      @Nullable Instant editedAt,
      String content,
      String contentText,
      List<MediaView> mediaAttachments,
      List<MentionView> mentions,
      List<TagView> tags,
      List<EmojiView> emojis,
      @Nullable Object card,
      @Nullable Object poll,
      @Nullable Object quote,
      QuoteApproval quoteApproval,
      List<Object> taggedCollections,
      String pfType,
      int replyCount) {
    Body counting(Status.Counts now) {
      return new Body(
          inReplyToId,
          inReplyToAccountId,
          sensitive,
          spoilerText,
          language,
          now.replies(),
          now.reblogs(),
          now.favourites(),
          quotesCount,
          editedAt,
          content,
          contentText,
          mediaAttachments,
          mentions,
          tags,
          emojis,
          card,
          poll,
          quote,
          quoteApproval,
          taggedCollections,
          pfType,
          now.replies());
    }
  }

  /**
   * What the viewer has to do with it.
   *
   * @param pinned there only where the viewer may pin it
   * @param filtered which of the viewer's filters it matches, wherever they apply
   */
  public record Own(
      boolean favourited,
      boolean reblogged,
      boolean muted,
      boolean bookmarked,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean pinned,
      List<FilterResultView> filtered) {
    Own filteredBy(List<FilterResultView> matches) {
      return new Own(favourited, reblogged, muted, bookmarked, pinned, matches);
    }
  }

  /** Somebody mentioned in it. */
  public record MentionView(String id, String username, String url, String acct) {}

  /** A tag in it. */
  public record TagView(String name, String url) {}

  /** The app it was written with. */
  public record ApplicationView(String name, @Nullable String website) {}

  /** Who may quote it: nobody, until there are quotes. */
  public record QuoteApproval(List<String> automatic, List<String> manual, String currentUser) {
    static final QuoteApproval NOBODY = new QuoteApproval(List.of(), List.of(), "denied");
  }

  /** Its id, as a decimal string. */
  public String id() {
    return head.id();
  }

  public AccountView account() {
    return head.account();
  }

  /**
   * The ids of all whose change changes how these look: the posts, what they boost, and authors.
   */
  public static Set<Long> concerned(Collection<StatusView> views) {
    Set<Long> ids = HashSet.newHashSet(2 * views.size());
    for (StatusView view : views) {
      view.concerned(ids);
    }
    return ids;
  }

  private void concerned(Set<Long> ids) {
    ids.add(Long.valueOf(id()));
    ids.add(Long.valueOf(account().id()));
    if (reblog != null) {
      reblog.concerned(ids);
    }
  }

  /** The same without what is anybody's own about it, and without its source. */
  public StatusView seenByNobody() {
    return new StatusView(head, body, null, reblog, null, fixed);
  }

  StatusView seenBy(@Nullable Own viewer) {
    return new StatusView(head, body, viewer, reblog, text, fixed);
  }

  /** The boost {@code wrapper} of this post. */
  StatusView boostedIn(StatusView wrapper, @Nullable Own viewer) {
    Fixed both = new Fixed(wrapper.fixed.head(), fixed.body());
    return new StatusView(wrapper.head, body, viewer, this, null, both);
  }

  StatusView withSource(String source) {
    return new StatusView(head, body, own, reblog, source, fixed);
  }
}
