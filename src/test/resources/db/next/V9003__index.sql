CREATE INDEX CONCURRENTLY status_mood ON status (mood) WHERE mood IS NOT NULL;
