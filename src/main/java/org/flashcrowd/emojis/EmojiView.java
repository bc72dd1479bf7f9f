package org.flashcrowd.emojis;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A custom emoji as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/CustomEmoji/">CustomEmoji</a>.
 *
 * @param staticUrl without motion
 * @param category what pickers sort it under
 */
public record EmojiView(
    String shortcode,
    String url,
    String staticUrl,
    boolean visibleInPicker,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String category) {}
