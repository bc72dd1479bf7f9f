package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.instance.RuleView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * A report as moderators see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Admin_Report/">Admin::Report</a>.
 *
 * @param account who filed it
 * @param targetAccount whom it is about
 * @param statuses those of the reported posts that there still are, whoever may see them otherwise
 */
record CaseView(
    String id,
    boolean actionTaken,
    @Nullable Instant actionTakenAt,
    String category,
    String comment,
    boolean forwarded,
    Instant createdAt,
    Instant updatedAt,
    MemberView account,
    MemberView targetAccount,
    @Nullable MemberView assignedAccount,
    @Nullable MemberView actionTakenByAccount,
    List<StatusView> statuses,
    List<RuleView> rules) {}
