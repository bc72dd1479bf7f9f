-- Authors who are pulled because of a surge come back to being written to feeds: with 'leaving' new
-- posts are written again while readers go on pulling, so that what was left out can be written
-- too before the row goes.
ALTER TABLE pulled_author
  ADD COLUMN for_surge boolean NOT NULL DEFAULT false,
  ADD COLUMN leaving   boolean NOT NULL DEFAULT false;
