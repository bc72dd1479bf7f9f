package org.flashcrowd.filters;

import java.util.List;

/**
 * A filter that a post matches, and why: the API's <a
 * href="https://docs.joinmastodon.org/entities/FilterResult/">FilterResult</a>.
 *
 * @param keywordMatches the keywords found, as they were typed
 * @param statusMatches the ids under which the post itself is filtered
 */
public record FilterResultView(
    FilterView filter, List<String> keywordMatches, List<String> statusMatches) {}
