package org.flashcrowd.graph;

/**
 * How two accounts stand to each other, as the rules of following need to know it.
 *
 * @param suspended whether the target is suspended
 * @param consent whether following the target is for the target to allow
 * @param blocked whether either blocks the other
 * @param following whether the account follows the target
 * @param requested whether the account has asked to
 */
record Pair(
    boolean suspended, boolean consent, boolean blocked, boolean following, boolean requested) {}
