package org.flashcrowd.gallery;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.Photo;
import org.flashcrowd.statuses.ContextView;
import org.flashcrowd.statuses.StatusLists;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.timelines.TagFilter;
import org.flashcrowd.timelines.Timelines;
import org.jspecify.annotations.Nullable;

/**
 * What anybody may see. Every post comes through the one visibility rule, asked for somebody who is
 * not signed in; a page costs a fixed number of queries.
 */
final class Gallery {
  /** How many posts a grid shows: full rows of two, three, four and six. */
  static final int TILES = 24;

  private static final @Nullable Long ANYBODY = null;
  private static final int DEEPEST = 4;

  private final Directory directory;
  private final Statuses statuses;
  private final StatusLists lists;
  private final Timelines timelines;
  private final Media media;
  private final PictureViews pictures;
  private final Place place;

  Gallery(
      Directory directory,
      Statuses statuses,
      StatusLists lists,
      Timelines timelines,
      Media media,
      Place place) {
    this.directory = directory;
    this.statuses = statuses;
    this.lists = lists;
    this.timelines = timelines;
    this.media = media;
    this.pictures = new PictureViews(place, media.urls());
    this.place = place;
  }

  /** The latest public photos, older than {@code before}. */
  Future<Grid> latest(long before) {
    return timelines
        .everybody(ANYBODY, page(before), /* onlyMedia= */ true)
        .compose(found -> grid(found.ids(), found.statuses(), before));
  }

  Future<Grid> tagged(String tag, long before) {
    return timelines
        .tagged(ANYBODY, page(before), TagFilter.photos(tag))
        .compose(found -> grid(found.ids(), found.statuses(), before));
  }

  /** The account of this name; 404 when there is none, or it is suspended. */
  Future<AccountView> account(String name) {
    return directory
        .lookup(name)
        .map(
            account -> {
              if (Boolean.TRUE.equals(account.suspended())) {
                throw Failure.notFound();
              }
              return account;
            });
  }

  /**
   * Somebody's posts.
   *
   * @param all also what has no photo, and what they boosted
   */
  Future<Grid> of(AccountView account, boolean all, long before) {
    StatusLists.Filter filter =
        new StatusLists.Filter(
            /* excludeReplies= */ true,
            /* excludeReblogs= */ !all,
            /* onlyMedia= */ !all,
            /* pinned= */ false,
            /* tag= */ null);
    return lists
        .ofAccount(ANYBODY, Long.parseLong(account.id()), filter, page(before))
        .compose(found -> grid(found.keys(), found.items(), before));
  }

  /** Somebody's photos with a tag. */
  Future<Grid> of(AccountView account, String tag, long before) {
    StatusLists.Filter filter =
        new StatusLists.Filter(
            /* excludeReplies= */ false,
            /* excludeReblogs= */ true,
            /* onlyMedia= */ true,
            /* pinned= */ false,
            tag);
    return lists
        .ofAccount(ANYBODY, Long.parseLong(account.id()), filter, page(before))
        .compose(found -> grid(found.keys(), found.items(), before));
  }

  /** One more than is shown, to know whether there is another page. */
  private static Page page(long before) {
    return new Page(before, 0, /* upwards= */ false, TILES + 1);
  }

  private Future<Grid> grid(List<Long> keys, List<StatusView> found, long before) {
    Long older = keys.size() > TILES ? keys.get(TILES - 1) : null;
    List<StatusView> shown =
        found.stream().filter(view -> older == null || id(view) >= older).toList();
    return picturesOf(shown)
        .map(
            byPost ->
                new Grid(
                    shown.stream()
                        .map(
                            view ->
                                Tile.of(view, byPost.getOrDefault(shownId(view), List.of()), place))
                        .toList(),
                    older,
                    before == Long.MAX_VALUE));
  }

  private static long id(StatusView view) {
    return Long.parseLong(view.id());
  }

  /** The post whose photos are shown: of a boost, what it boosts. */
  private static long shownId(StatusView view) {
    StatusView boosted = view.reblog();
    return id(boosted == null ? view : boosted);
  }

  /** The photos of each of these posts, an empty list for one without. */
  private Future<Map<Long, List<Picture>>> picturesOf(Collection<StatusView> views) {
    List<Long> withPhotos =
        views.stream()
            .filter(view -> !view.body().mediaAttachments().isEmpty())
            .map(Gallery::shownId)
            .toList();
    return media.photosOf(withPhotos).map(photos -> pictures(views, photos));
  }

  private Map<Long, List<Picture>> pictures(
      Collection<StatusView> views, Map<Long, List<Photo>> photos) {
    Map<Long, List<Picture>> byPost = HashMap.newHashMap(views.size());
    for (StatusView view : views) {
      long id = shownId(view);
      byPost.put(id, pictures.of(photos.getOrDefault(id, List.of())));
    }
    return byPost;
  }

  /** One post under its author's name; 404 for any other name, like one that is missing. */
  Future<StatusView> post(String name, long id) {
    return statuses
        .view(ANYBODY, id)
        .map(
            view -> {
              if (!view.account().username().equalsIgnoreCase(name)) {
                throw Failure.notFound();
              }
              return view;
            });
  }

  /** What stands around a post. */
  Future<Conversation> conversation(StatusView view) {
    return lists
        .context(ANYBODY, id(view))
        .compose(
            context -> picturesOf(all(view, context)).map(byPost -> tell(view, context, byPost)));
  }

  private static List<StatusView> all(StatusView view, ContextView context) {
    return Stream.of(context.ancestors(), List.of(view), context.descendants())
        .flatMap(List::stream)
        .toList();
  }

  private Conversation tell(StatusView view, ContextView context, Map<Long, List<Picture>> byPost) {
    List<Post> above =
        context.ancestors().stream()
            .map(one -> Post.of(one, byPost.getOrDefault(id(one), List.of()), 0, place))
            .toList();
    List<Post> below = new ArrayList<>(context.descendants().size());
    Map<String, Integer> depths = new HashMap<>();
    depths.put(view.id(), -1);
    for (StatusView answer : context.descendants()) {
      // Each answer stands right behind what it answers.
      int depth = depths.getOrDefault(answer.body().inReplyToId(), -1) + 1;
      depths.put(answer.id(), depth);
      below.add(
          Post.of(
              answer, byPost.getOrDefault(id(answer), List.of()), Math.min(depth, DEEPEST), place));
    }
    return new Conversation(
        Post.of(view, byPost.getOrDefault(id(view), List.of()), 0, place), above, below);
  }
}
