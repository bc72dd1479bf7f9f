/** PostgreSQL: pools, named statements, transactions, ids, keyset pages, migrations. */
@NullMarked
package org.flashcrowd.db;

import org.jspecify.annotations.NullMarked;
