package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flashcrowd.live.LiveEvent;
import org.flashcrowd.statuses.StatusAudience;
import org.flashcrowd.statuses.StatusAudience.Place;
import org.flashcrowd.statuses.StatusAudience.Viewer;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.streaming.StatusEvents.Args;
import org.jspecify.annotations.Nullable;

/**
 * Brings what happens to posts to those who listen here, each of whom gets it as they would read
 * it: or not at all.
 */
final class StatusDelivery {
  private final Audiences audiences;
  private final HomeAudience homes;
  private final StatusAudience statuses;

  StatusDelivery(Audiences audiences, HomeAudience homes, StatusAudience statuses) {
    this.audiences = audiences;
    this.homes = homes;
    this.statuses = statuses;
  }

  Future<?> deliver(LiveEvent event) {
    Args args = Args.of(event.args());
    return listeners(event.channel(), args).compose(found -> tell(event, args, found));
  }

  private Future<List<Subscription>> listeners(String channel, Args args) {
    List<Subscription> all = audiences.of(channel);
    return channel.equals(StatusEvents.HOME)
        ? atHome(all, args)
        : Future.succeededFuture(
            all.stream().filter(one -> args.media() || !one.stream().kind().onlyMedia()).toList());
  }

  private Future<List<Subscription>> atHome(List<Subscription> all, Args args) {
    if (args.direct()) {
      return Future.succeededFuture(
          all.stream()
              .filter(one -> one.socket().account() == args.author())
              .filter(one -> one.stream().list() == 0)
              .toList());
    }
    Set<Long> accounts = new LinkedHashSet<>();
    Set<Long> lists = new LinkedHashSet<>();
    for (Subscription one : all) {
      if (one.stream().list() == 0) {
        accounts.add(one.socket().account());
      } else {
        lists.add(one.stream().list());
      }
    }
    Future<Set<Long>> inHomes = homes.homes(args.author(), args.status(), accounts);
    Future<Set<Long>> inLists = homes.lists(args.author(), lists);
    return Future.all(inHomes, inLists)
        .map(
            found ->
                all.stream()
                    .filter(
                        one ->
                            one.stream().list() == 0
                                ? inHomes.result().contains(one.socket().account())
                                : inLists.result().contains(one.stream().list()))
                    .toList());
  }

  private Future<?> tell(LiveEvent event, Args args, List<Subscription> listeners) {
    if (listeners.isEmpty()) {
      return Future.succeededFuture();
    }
    if (event.name().equals(StatusEvents.DELETE)) {
      Outgoing outgoing = new Outgoing();
      Message gone = new Message(StatusEvents.DELETE, Long.toString(args.status()));
      listeners.forEach(one -> outgoing.add(one, gone));
      outgoing.send();
      return Future.succeededFuture();
    }
    Map<Place, List<Subscription>> byPlace =
        listeners.stream().collect(Collectors.groupingBy(one -> place(event.channel(), one)));
    List<Future<?>> told = new ArrayList<>();
    byPlace.forEach((place, there) -> told.add(show(event, args, place, there)));
    return Future.all(told);
  }

  private static Place place(String channel, Subscription one) {
    if (!channel.equals(StatusEvents.HOME)) {
      return Place.PUBLIC;
    }
    return one.stream().list() == 0 ? Place.HOME : Place.LIST;
  }

  private Future<?> show(LiveEvent event, Args args, Place place, List<Subscription> listeners) {
    List<Viewer> viewers = listeners.stream().map(StatusDelivery::viewer).distinct().toList();
    return statuses
        .show(args.status(), place, viewers)
        .onSuccess(views -> send(event.name(), listeners, views));
  }

  private static Viewer viewer(Subscription one) {
    return new Viewer(one.socket().account(), one.stream().list());
  }

  /** Viewers who have the same to do with the post, mostly nothing, get the same message. */
  private static void send(
      String event, List<Subscription> listeners, Map<Viewer, StatusView> views) {
    Map<StatusView.@Nullable Own, Message> messages = new HashMap<>();
    Outgoing outgoing = new Outgoing();
    for (Subscription one : listeners) {
      StatusView view = views.get(viewer(one));
      if (view != null) {
        outgoing.add(one, messages.computeIfAbsent(view.own(), same -> Message.of(event, view)));
      }
    }
    outgoing.send();
  }
}
