package org.flashcrowd.statuses;

import java.util.List;

/** What stands above and below a post in its conversation: the API's Context. */
public record ContextView(List<StatusView> ancestors, List<StatusView> descendants) {}
