package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * A report as whoever filed it sees it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Report/">Report</a>.
 *
 * @param forwarded never, since there is nobody to forward to
 * @param ruleIds null where no rule is named
 */
record ReportView(
    String id,
    boolean actionTaken,
    @Nullable Instant actionTakenAt,
    String category,
    String comment,
    boolean forwarded,
    Instant createdAt,
    List<String> statusIds,
    List<String> collectionIds,
    @Nullable List<String> ruleIds,
    AccountView targetAccount) {

  static ReportView of(Report report, AccountView target) {
    Instant taken = report.handling().takenAt();
    return new ReportView(
        Long.toString(report.id()),
        taken != null,
        taken,
        report.category().wire(),
        report.comment(),
        /* forwarded= */ false,
        report.handling().createdAt(),
        texts(report.statuses()),
        /* collectionIds= */ List.of(),
        report.rules().isEmpty() ? null : texts(report.rules()),
        target);
  }

  private static List<String> texts(List<Long> ids) {
    return ids.stream().map(String::valueOf).toList();
  }
}
