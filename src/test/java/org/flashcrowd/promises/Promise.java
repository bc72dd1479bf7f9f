package org.flashcrowd.promises;

/** The rows of {@code docs/promises.md}: what happens, and what is promised for it. */
public enum Promise {
  NODE_KILLED(
      Table.FAULTS,
      "kill -9 of a node at 100 random moments under load",
      "0 acknowledged writes lost, 0 duplicated, 0 corrupt; ready again in < 5 s"),
  JOB_KILLED(
      Table.FAULTS,
      "kill -9 in the middle of a job, × 100",
      "every job finishes; its effect is visible once; rescued in < 30 s (lease by the database's"
          + " clock, heartbeat apart from the work, fencing); a poison job is parked after its last"
          + " attempt, with its reason, and can be retried"),
  POSTGRES_KILLED(
      Table.FAULTS,
      "kill -9 of all of PostgreSQL",
      "0 lost; writes work < 5 s after it accepts again, without a restart of the node"),
  POSTGRES_STOPPED(
      Table.FAULTS,
      "PostgreSQL stopped 30 s",
      "every answer < 1 s: cached reads served (marked stale), the rest 503 + `Retry-After`;"
          + " recovers by itself"),
  POSTGRES_FROZEN(
      Table.FAULTS,
      "PostgreSQL frozen (SIGSTOP) 20 s",
      "every answer < 2 s; no double write after SIGCONT"),
  POSTGRES_SLOW(
      Table.FAULTS,
      "PostgreSQL 200 ms slower",
      "the pool's queue is bounded; accepted p99 < 1 s, the rest 503"),
  REDIS_LOST(
      Table.FAULTS,
      "Redis stopped, frozen, FLUSHALL",
      "sign-in, upload, post, read all work; 0 lost; p99 < 2×; feeds rebuilt < 60 s; sign-in limits"
          + " fall back to the node, never open"),
  DISK_FULL(
      Table.FAULTS,
      "media disk full",
      "upload 507 with a clear error, everything else healthy, no partial file; uploads resume"
          + " < 5 s after space returns"),
  REPLICA_LAGS(
      Table.FAULTS,
      "replica lags or dies",
      "one's own write is visible at once, always; a block or a visibility change leaks nothing;"
          + " lag > limit or replica down → primary, 0 failed requests"),
  SLOW_CLIENTS(
      Table.FAULTS,
      "slow-loris (2,000 connections: headers, body, slow read)",
      "others' p99 < 250 ms; headers closed ≤ 10 s, a body below the minimum rate closed"),
  UPLOAD_CUT(
      Table.FAULTS,
      "upload cut at a random byte, × 1,000",
      "0 rows, 0 files, open file descriptors ± 5"),
  CLOCK_OFF(
      Table.FAULTS,
      "node's clock ± 1 h",
      "ids stay unique and ordered, no early rescue, token expiry by the database's clock"),
  PARTITION(
      Table.FAULTS,
      "network partition node↔PostgreSQL, node↔Redis, then healed",
      "0 lost; an old lease holder writes nothing after its lease"),
  ROLLING_RESTART(
      Table.FAULTS,
      "rolling restart of 3 nodes, × 10, at half load",
      "0 failed requests; sockets get a close frame and reconnect"),
  OVERLOAD(
      Table.FAULTS,
      "10× overload for 60 s",
      "goodput ≥ 90 % of peak; accepted p99 < 250 ms; the rest 503 + `Retry-After` in < 50 ms;"
          + " normal < 10 s after; memory flat"),
  FLASH_CROWD(
      Table.FAULTS,
      "5,000 people at once read one photo of which nothing is kept yet",
      "at most one database read per key, node and time to live (counted); p99 < 1 s"),
  DECODER_DIES(
      Table.FAULTS,
      "decoder out of memory, or hangs",
      "that worker is stopped ≤ 30 s; that photo is marked failed with a reason; API p99"
          + " unchanged"),
  MAIL_PUSH_DOWN(
      Table.FAULTS,
      "mail or push service down or slow",
      "notifications queue and retry with backoff and jitter; nothing else notices (circuit"
          + " breaker, bulkhead)"),

  PICTURE_BOMB(
      Table.BAD_INPUT,
      "PNG bomb (KB → GB); JPEG header 65535×65535; GIF of 10,000 frames",
      "refused from the header, before any decoding (limit on megapixels, summed over frames)"),
  TRUNCATED_PICTURE(Table.BAD_INPUT, "truncated JPEG or PNG", "refused; never half a picture"),
  POLYGLOT(
      Table.BAD_INPUT,
      "JPEG + ZIP/HTML polyglot",
      "accepted, re-encoded; the tail is gone from every output"),
  FOREIGN_FORMAT(
      Table.BAD_INPUT, "SVG, PDF, TIFF, ImageMagick MVG/MSL, under any extension", "refused"),
  UNUSUAL_PICTURE(
      Table.BAD_INPUT,
      "CMYK JPEG, 16-bit PNG, palette PNG with alpha, progressive JPEG",
      "accepted, colours right (ΔE ≤ 3)"),
  ORIENTATION(Table.BAD_INPUT, "EXIF orientation 1–8", "eight identical upright results"),
  POSITION(
      Table.BAD_INPUT,
      "GPS in EXIF or XMP",
      "accepted; absent from every output, the downloadable original included"),
  COLOUR_PROFILE(
      Table.BAD_INPUT, "Display P3 profile; corrupt profile", "converted to sRGB; ignored"),
  BOGUS_EXIF(Table.BAD_INPUT, "EXIF with a bogus count", "accepted, metadata dropped"),
  EMPTY_OR_MISNAMED(
      Table.BAD_INPUT,
      "zero bytes; type and extension disagree",
      "refused; the real type comes from the bytes"),
  MULTIPART(
      Table.BAD_INPUT,
      "10,000 multipart parts; 1 MB file name; `../../x`; NUL in a name",
      "400 or 413; names are never used on disk"),
  BODY_TOO_LARGE(
      Table.BAD_INPUT, "body one byte over the limit, also chunked", "413, connection closed"),
  BAD_TEXT(
      Table.BAD_INPUT,
      "invalid UTF-8, lone surrogate, duplicate JSON keys, depth 100,000, 10,000-digit numbers",
      "400"),
  NUL_IN_TEXT(Table.BAD_INPUT, "U+0000 in a text", "422"),
  BAD_ID(Table.BAD_INPUT, "id = 2^63, id = abc", "404"),
  BAD_LIMIT(Table.BAD_INPUT, "limit = -5, 0, 10^9", "clamped"),
  SEARCH_WILDCARDS(Table.BAD_INPUT, "`%`, `_`, `'` in a search", "literal"),
  BAD_CURSOR(Table.BAD_INPUT, "tampered cursor, another's cursor", "400, or one's own data only"),
  HIDDEN_POST(
      Table.BAD_INPUT, "a post one may not see", "404, byte for byte that of a missing one"),
  BAD_HEADERS(
      Table.BAD_INPUT, "CR LF in a header value; Content-Length with Transfer-Encoding", "400"),
  REDIRECT_URI(
      Table.BAD_INPUT,
      "redirect_uri with a suffix, `%2F`, user info",
      "an error page, no redirect"),
  PUSH_ENDPOINT(
      Table.BAD_INPUT,
      "push endpoint at 127.0.0.1, ::, ::ffff:…, 169.254.169.254, a name that re-binds",
      "422, or refused when connecting (resolve, check, connect to that address)"),
  GZIP_REQUEST(Table.BAD_INPUT, "gzip request bomb", "415"),

  ONE_VISIBILITY_RULE(
      Table.SECURITY,
      "one visibility rule",
      "one SQL function behind REST, streaming, search, export and media URLs; matrix of viewer ×"
          + " visibility × endpoint"),
  SCOPES(
      Table.SECURITY,
      "scopes",
      "deny by default: a route that declares none fails at start-up; streaming re-checks on"
          + " revocation or suspension in < 1 s; a `read` token does no write, a `write` token no"
          + " admin work"),
  OAUTH(
      Table.SECURITY,
      "OAuth 2",
      "exact redirect match; code single-use and ≤ 60 s, its reuse revokes its tokens; PKCE S256"
          + " (plain refused; required for public clients); no implicit grant; consent always"
          + " shown; tokens ≥ 256 random bits, stored as SHA-256"),
  PASSWORDS(
      Table.SECURITY,
      "passwords",
      "Argon2id, m = 19 MiB, t = 2, p = 1 at least; 8–128 characters; hashed on worker threads with"
          + " a bound; a changed or reset password ends every session and token"),
  RATE_LIMITS(
      Table.SECURITY,
      "rate limits",
      "1,500 an account and 300 an address (IPv6 by /64) per 5 minutes; media 30 per 30 minutes;"
          + " sign-up 5 per 30 minutes; app registration 5 per 10 minutes; sign-in 25 per address"
          + " and 25 per hour per e-mail; forwarded headers believed only from configured proxies"),
  MEDIA_SERVED_SAFELY(
      Table.SECURITY,
      "media as they are served",
      "allow-listed Content-Type, `nosniff`, `default-src 'none'; sandbox`, cross-origin resource"
          + " policy, immutable caching; unguessable names; a followers-only photo is not readable"
          + " by guessing"),
  HTML(
      Table.SECURITY,
      "HTML",
      "text is stored as typed and rendered through one sanitiser to the allow-listed subset; a"
          + " sanitiser error gives escaped text"),
  CSRF(
      Table.SECURITY,
      "CSRF",
      "token on the sign-in, consent and settings forms; `__Host-` cookies with SameSite;"
          + " `frame-ancestors 'none'`"),
  AUDIT_LOG(
      Table.SECURITY,
      "audit log",
      "append-only: sign-ins, password changes, tokens, roles, moderation"),
  DECODERS(
      Table.SECURITY,
      "decoders",
      "only JPEG, PNG, WebP, GIF, HEIC/AVIF loaders; `vips_block_untrusted_set`; dimensions checked"
          + " before decoding"),
  OPERATIONS(
      Table.SECURITY,
      "operations",
      "live = the event loop turns; ready = can serve and is not draining; SIGTERM: unready → wait"
          + " → stop accepting → finish requests → release leases → exit; migrations expand, with"
          + " `lock_timeout`; an old and a new node run side by side; backup and restore are a"
          + " tested drill");

  /** The tables of the document. */
  enum Table {
    FAULTS("Faults", "fault"),
    BAD_INPUT("Bad input", "input"),
    SECURITY("Security", "about");

    final String title;
    final String first;

    Table(String title, String first) {
      this.title = title;
      this.first = first;
    }
  }

  final Table table;
  final String event;
  final String text;

  Promise(Table table, String event, String text) {
    this.table = table;
    this.event = event;
    this.text = text;
  }
}
