-- Albums: some of an account's own posts with photos, in the order in which they were put there. A
-- draft has not been published.
CREATE TABLE album (
  id           bigint PRIMARY KEY,
  account_id   bigint      NOT NULL REFERENCES account ON DELETE CASCADE,
  title        text        NOT NULL DEFAULT '' CHECK (length(title) <= 50),
  description  text        NOT NULL DEFAULT '' CHECK (length(description) <= 500),
  visibility   text        NOT NULL CHECK (visibility IN ('public', 'private', 'draft')),
  cover_id     bigint,
  published_at timestamptz,
  updated_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX album_account ON album (account_id, id DESC);

-- id orders an album's posts.
CREATE TABLE album_item (
  album_id  bigint NOT NULL REFERENCES album ON DELETE CASCADE,
  status_id bigint NOT NULL REFERENCES status ON DELETE CASCADE,
  id        bigint NOT NULL,
  PRIMARY KEY (album_id, status_id)
);
CREATE INDEX album_item_listed ON album_item (album_id, id) INCLUDE (status_id);
CREATE INDEX album_item_status ON album_item (status_id);

-- The cover is one of the album's posts: when that leaves, however it does, no cover is chosen.
ALTER TABLE album ADD FOREIGN KEY (id, cover_id)
  REFERENCES album_item (album_id, status_id) ON DELETE SET NULL (cover_id);

-- Which albums somebody may see, and how much of each: the posts that the one visibility rule lets
-- them read and that still have photos. The cover is the chosen post or else the first, one that is
-- not behind a warning before others. viewer is NULL for somebody not signed in.
CREATE FUNCTION visible_albums(viewer bigint)
RETURNS TABLE (id bigint, account_id bigint, title text, description text, visibility text,
               published_at timestamptz, updated_at timestamptz, size bigint, cover_id bigint)
LANGUAGE sql STABLE AS $$
  SELECT l.id, l.account_id, l.title, l.description, l.visibility, l.published_at, l.updated_at,
         seen.size, seen.cover_id
    FROM album l
   CROSS JOIN LATERAL (
     SELECT count(*) AS size,
            (array_agg(i.status_id
                       ORDER BY (i.status_id = l.cover_id) DESC NULLS LAST, s.sensitive, i.id))[1]
              AS cover_id
       FROM album_item i
       JOIN readable_statuses(viewer) s ON s.id = i.status_id
      WHERE i.album_id = l.id AND s.media_count > 0) seen
   WHERE l.account_id = viewer
      OR ((l.visibility = 'public'
           OR (l.visibility = 'private'
               AND EXISTS (SELECT FROM follow f
                            WHERE f.account_id = viewer AND f.target_id = l.account_id)))
          AND NOT EXISTS (SELECT FROM block b
                           WHERE b.account_id = l.account_id AND b.target_id = viewer)
          AND NOT EXISTS (SELECT FROM account a
                           WHERE a.id = l.account_id AND a.suspended_at IS NOT NULL))
$$;
