package org.flashcrowd;

import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.analytics.AnalyticsCapability;
import org.flashcrowd.announcements.AnnouncementCapability;
import org.flashcrowd.conversations.ConversationCapability;
import org.flashcrowd.graph.GraphCapability;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.membership.MembershipCapability;
import org.flashcrowd.moderation.ModerationCapability;
import org.flashcrowd.notifications.NotificationCapability;
import org.flashcrowd.portability.PortabilityCapability;
import org.flashcrowd.push.PushCapability;
import org.flashcrowd.recommendations.RecommendationCapability;
import org.flashcrowd.scheduling.SchedulingCapability;
import org.flashcrowd.search.SearchCapability;
import org.flashcrowd.statuses.StatusCapability;
import org.flashcrowd.streaming.StreamingCapability;
import org.flashcrowd.tags.TagCapability;
import org.flashcrowd.timelines.TimelineCapability;

/** Every kind of job that any node of this version runs: each node knows them all. */
final class JobKinds {
  static final List<JobKind> ALL =
      Stream.of(
              Mail.JOBS,
              GraphCapability.JOBS,
              MediaCapability.JOBS,
              StatusCapability.JOBS,
              SchedulingCapability.JOBS,
              TagCapability.JOBS,
              SearchCapability.JOBS,
              RecommendationCapability.JOBS,
              TimelineCapability.JOBS,
              NotificationCapability.JOBS,
              PushCapability.JOBS,
              ConversationCapability.JOBS,
              AnnouncementCapability.JOBS,
              MembershipCapability.JOBS,
              ModerationCapability.JOBS,
              PortabilityCapability.JOBS,
              StreamingCapability.JOBS,
              AnalyticsCapability.JOBS)
          .flatMap(List::stream)
          .toList();

  private JobKinds() {}
}
