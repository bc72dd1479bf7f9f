package org.flashcrowd.graph;

import java.util.List;
import org.flashcrowd.accounts.AccountView;

/** The followers of account {@code id} whom the caller follows. */
public record FamiliarFollowersView(String id, List<AccountView> accounts) {}
