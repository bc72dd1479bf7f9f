package org.flashcrowd.reference;

import java.util.List;

/** The operations of one capability. */
public record Section(String name, List<Operation> operations) {}
