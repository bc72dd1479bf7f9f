package org.flashcrowd.statuses;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.media.MediaView;

/**
 * One version of a post: the API's <a
 * href="https://docs.joinmastodon.org/entities/StatusEdit/">StatusEdit</a>.
 *
 * @param content HTML
 */
public record StatusEditView(
    String content,
    String spoilerText,
    boolean sensitive,
    Instant createdAt,
    AccountView account,
    List<MediaView> mediaAttachments,
    List<EmojiView> emojis) {}
