package org.flashcrowd.graph;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.flashcrowd.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/** A muted account, with the moment the mute ends; null for never. */
public record MutedAccountView(
    @JsonUnwrapped AccountView account, @Nullable Instant muteExpiresAt) {}
