package org.flashcrowd.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An account with what is shown beside it. */
record ShownAccount(
    Account account, int followers, int following, int statuses, @Nullable Instant lastStatusAt) {}
