package org.flashcrowd;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountCapability;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.albums.AlbumCapability;
import org.flashcrowd.analytics.AnalyticsCapability;
import org.flashcrowd.announcements.AnnouncementCapability;
import org.flashcrowd.auth.AuthCapability;
import org.flashcrowd.conversations.ConversationCapability;
import org.flashcrowd.emojis.EmojiCapability;
import org.flashcrowd.filters.FilterCapability;
import org.flashcrowd.gallery.GalleryCapability;
import org.flashcrowd.graph.GraphCapability;
import org.flashcrowd.graph.GraphLists;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.instance.InstanceCapability;
import org.flashcrowd.lists.ListCapability;
import org.flashcrowd.mail.Postman;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.membership.MembershipCapability;
import org.flashcrowd.moderation.ModerationCapability;
import org.flashcrowd.notifications.ModerationViews;
import org.flashcrowd.notifications.NotificationCapability;
import org.flashcrowd.pixelfed.PixelfedRoutes;
import org.flashcrowd.portability.PortabilityCapability;
import org.flashcrowd.push.PushCapability;
import org.flashcrowd.push.VapidKeys;
import org.flashcrowd.recommendations.RecommendationCapability;
import org.flashcrowd.reference.ReferenceRoutes;
import org.flashcrowd.scheduling.SchedulingCapability;
import org.flashcrowd.search.SearchCapability;
import org.flashcrowd.statuses.StatusCapability;
import org.flashcrowd.streaming.StreamingCapability;
import org.flashcrowd.tags.TagCapability;
import org.flashcrowd.timelines.TimelineCapability;

/**
 * Every capability of a node, built once and by hand, in the order in which they stand on each
 * other. Workers are started as the node's roles ask.
 */
final class Capabilities {
  private final Authenticator authenticator;
  private final List<RouteSource> routes;

  private Capabilities(Authenticator authenticator, List<RouteSource> routes) {
    this.authenticator = authenticator;
    this.routes = routes;
  }

  static Future<Capabilities> start(Foundation on) {
    MediaCapability media =
        MediaCapability.build(
            on.vertx(),
            on.config(),
            on.database(),
            on.jobs(),
            on.ids(),
            on.breakers(),
            on.meters());
    // Each waits for something else: a mail server, a library, PostgreSQL.
    Future<?> mail = Postman.deploy(on.vertx(), on.config(), on.mail(), on.breakers());
    Future<?> pictures = media.deploy();
    return start(on, media).compose(built -> Future.join(mail, pictures).map(built));
  }

  /** Posts and what follows from them: lists, home feeds, notifications, public pages. */
  private static Future<List<RouteSource>> posts(
      Foundation on,
      VapidKeys vapid,
      AuthCapability auth,
      AccountCapability account,
      GraphCapability graph,
      MediaCapability files) {
    Media media = files.media();
    Accounts accounts = account.accounts();
    FilterCapability filters =
        FilterCapability.start(on.database(), on.channels(), on.ids(), on.live(), on.caches());
    ListCapability lists = ListCapability.build(on.database(), on.ids(), on.jobs(), accounts);
    StatusCapability statuses =
        new StatusCapability(on.forPosts(), accounts, media, filters.filters());
    SchedulingCapability scheduling =
        new SchedulingCapability(on.config(), on.database(), on.ids(), on.jobs(), statuses, media);
    TagCapability tags =
        new TagCapability(on.config(), on.database(), on.ids(), on.jobs(), accounts);
    SearchCapability search =
        new SearchCapability(on.database(), on.jobs(), account, statuses.statuses(), tags.tags());
    RecommendationCapability recommendations =
        new RecommendationCapability(
            on.config(),
            on.database(),
            on.jobs(),
            accounts,
            statuses.statuses(),
            tags.tags(),
            on.surge());
    AlbumCapability albums =
        AlbumCapability.build(on.database(), on.ids(), accounts, statuses.statuses());
    TimelineCapability timelines =
        new TimelineCapability(
            on.config(),
            on.database(),
            on.jobs(),
            lists.lists(),
            statuses.statuses(),
            on.surge(),
            on.meters());
    MembershipCapability membership =
        new MembershipCapability(
            on.config(),
            on.database(),
            on.jobs(),
            auth,
            statuses.authorRemoval(on.database()),
            media);
    ModerationCapability moderation =
        new ModerationCapability(
            new ModerationCapability.Ground(
                on.config(), on.database(), on.ids(), on.jobs(), on.mail()),
            auth,
            accounts,
            statuses,
            membership.removal());
    NotificationCapability notifications =
        NotificationCapability.build(
            on.config(),
            on.database(),
            on.ids(),
            on.jobs(),
            on.live(),
            accounts,
            statuses.statuses(),
            new ModerationViews(moderation::reports, moderation::warnings));
    PushCapability push =
        PushCapability.build(
            on.vertx(),
            on.config(),
            on.database(),
            on.jobs(),
            vapid,
            notifications.notifications(),
            on.breakers());
    ConversationCapability conversations =
        new ConversationCapability(
            on.database(), on.ids(), on.jobs(), on.live(), accounts, statuses.statuses());
    GalleryCapability gallery =
        GalleryCapability.build(
            on.config(), auth.pages(), account.directory(), statuses, timelines.timelines(), media);
    AnnouncementCapability announcements =
        AnnouncementCapability.build(
            on.config(), on.database(), on.ids(), on.live(), accounts, statuses.statuses());
    PortabilityCapability portability =
        new PortabilityCapability(
            new PortabilityCapability.Ground(
                on.vertx(), on.config(), on.database(), on.ids(), on.jobs()),
            auth,
            accounts,
            graph.graph(),
            statuses,
            files);
    StreamingCapability streaming =
        new StreamingCapability(
            on.config(),
            on.database(),
            on.jobs(),
            on.live(),
            on.meters(),
            new StreamingCapability.Sources(
                statuses.audience(),
                lists.lists()::get,
                LivePayloads.of(
                    notifications.notifications(),
                    conversations.conversations(),
                    announcements.announcements())));
    AnalyticsCapability analytics =
        AnalyticsCapability.build(
            on.vertx(), on.config(), on.database(), on.jobs(), on.breakers(), on.meters());
    List<RouteSource> routes =
        Stream.of(
                filters.routes(),
                lists.routes(),
                statuses.routes(scheduling.laterPosts()),
                scheduling.routes(),
                tags.routes(),
                search.routes(),
                recommendations.routes(),
                albums.routes(),
                timelines.routes(),
                notifications.routes(),
                push.routes(),
                conversations.routes(),
                gallery.routes(),
                announcements.routes(),
                moderation.routes(),
                membership.routes(),
                portability.routes(),
                streaming.routes(),
                analytics.routes())
            .flatMap(List::stream)
            .toList();
    // None of them needs another one's, and each waits for PostgreSQL.
    return Future.join(
            List.of(
                statuses.deploy(on.vertx()),
                scheduling.deploy(on.vertx(), on.config()),
                tags.deploy(on.vertx(), on.config()),
                search.deploy(on.vertx(), on.config()),
                recommendations.deploy(on.vertx(), on.config()),
                timelines.deploy(on.vertx(), on.config()),
                notifications.deploy(on.vertx(), on.config()),
                push.deploy(on.config()),
                conversations.deploy(on.vertx(), on.config()),
                announcements.deploy(on.vertx(), on.config(), on.jobs()),
                membership.deploy(on.vertx(), on.config()),
                moderation.deploy(on.vertx(), on.config()),
                portability.deploy(on.vertx(), on.config()),
                analytics.deploy(on.vertx(), on.config()),
                streaming.deploy(on.vertx(), on.channels(), auth.authenticator())))
        .map(routes);
  }

  private static Future<Capabilities> start(Foundation on, MediaCapability media) {
    Future<VapidKeys> vapid = VapidKeys.load(on.database());
    return EmojiCapability.start(on.vertx(), on.config(), on.database(), on.channels())
        .compose(emojis -> vapid.compose(keys -> start(on, media, emojis, keys)));
  }

  private static Future<Capabilities> start(
      Foundation on, MediaCapability media, EmojiCapability emojis, VapidKeys vapid) {
    String publicUrl = on.config().publicUrl().toString();
    Accounts accounts =
        new Accounts(
            on.database(),
            on.ids(),
            new AccountViews(publicUrl, media.media(), emojis.emojis()),
            on.caches());
    AuthCapability.Ground ground =
        new AuthCapability.Ground(
            on.vertx(),
            on.config(),
            on.database(),
            on.ids(),
            on.channels(),
            on.limiters().strict(),
            on.jobs(),
            on.mail());
    return AuthCapability.start(ground, accounts, vapid.publicKey())
        .compose(auth -> start(on, media, accounts, auth, vapid))
        .onSuccess(built -> built.routes.addAll(emojis.routes()));
  }

  private static Future<Capabilities> start(
      Foundation on,
      MediaCapability media,
      Accounts accounts,
      AuthCapability auth,
      VapidKeys vapid) {
    List<RouteSource> routes = new ArrayList<>(auth.routes());
    routes.addAll(media.routes());
    routes.add(new ReferenceRoutes(on.vertx(), auth.pages()));

    AccountCapability account =
        AccountCapability.build(
            on.vertx(), on.config(), on.database(), on.jobs(), accounts, media.media());
    routes.addAll(account.routes());

    GraphCapability graph = new GraphCapability(on.database(), on.ids(), on.jobs(), accounts);
    routes.addAll(graph.routes());
    routes.add(
        new PixelfedRoutes(
            on.config(), accounts, account.directory(), new GraphLists(on.database(), accounts)));

    return InstanceCapability.start(
            on.vertx(),
            on.config(),
            on.database(),
            on.caches(),
            account.directory(),
            vapid.publicKey())
        .onSuccess(instance -> routes.addAll(instance.routes()))
        .compose(instance -> graph.deploy(on.vertx(), on.config()))
        .compose(deployed -> posts(on, vapid, auth, account, graph, media))
        .onSuccess(routes::addAll)
        .map(done -> new Capabilities(auth.authenticator(), routes));
  }

  Authenticator authenticator() {
    return authenticator;
  }

  List<RouteSource> routes() {
    return routes;
  }
}
