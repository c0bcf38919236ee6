-- Lists that people have named, and what the desk's lists need to begin with.

CREATE TABLE saved_view (  -- owner: desk
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  owner BIGINT NOT NULL,
  name TEXT NOT NULL,
  shared BIGINT NOT NULL,
  view TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_view_by_name ON saved_view (owner, name);
CREATE INDEX saved_view_shared ON saved_view (shared) WHERE shared <> 0;

CREATE INDEX conversation_resolved_lately ON conversation (resolved_at) WHERE stage = 3;
