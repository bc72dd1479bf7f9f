package org.flashcrowd.conversations;

import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;

/**
 * A conversation as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Conversation/">Conversation</a>.
 *
 * @param accounts the others, or oneself where there are none: apps show the first of them
 */
public record ConversationView(
    String id, boolean unread, List<AccountView> accounts, StatusView lastStatus) {}
