-- The first tables. Numbers are 64 bits, times are milliseconds since 1970 UTC, ids come from platform/base/id.hpp.

-- The log of facts. One row says how far it goes and whose life it is; see src/platform/journal.
CREATE TABLE log_head (  -- owner: platform/journal
  one BIGINT PRIMARY KEY,
  log_id TEXT NOT NULL,
  pos BIGINT NOT NULL
);

-- Envelopes hold no personal data; bodies do, and are emptied when their owner is erased.
CREATE TABLE fact (  -- owner: platform/journal
-- sqlite:   pos INTEGER PRIMARY KEY,
-- postgres:   pos BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  at BIGINT NOT NULL,
  envelope TEXT NOT NULL,
  owner BIGINT NOT NULL,
  retention BIGINT NOT NULL,
  body TEXT
);

-- The newest batch of each writer's lane, for when the connection is lost at COMMIT, and claims (negative `at`) that forbid a batch to
-- appear late; see src/platform/writer.
CREATE TABLE batch_mark (  -- owner: platform/writer
  token BIGINT PRIMARY KEY,
  at BIGINT NOT NULL
);

CREATE TABLE listener (  -- owner: platform/listener
  name TEXT PRIMARY KEY,
  pos BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  state TEXT NOT NULL
);

-- Facts that a listener failed on five times, and all later ones of the same subject.
CREATE TABLE parked_fact (  -- owner: platform/listener
  listener TEXT NOT NULL,
  pos BIGINT NOT NULL,
  subject BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (listener, pos)
);

CREATE TABLE timer (  -- owner: platform/timer
  kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  due BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  PRIMARY KEY (kind, subject)
);
CREATE INDEX timer_by_due ON timer (due);

CREATE TABLE contact (  -- owner: contact
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- An address of an inbox (for the web: the digest of the visitor's token) and whose it is.
CREATE TABLE identity (  -- owner: contact
  inbox BIGINT NOT NULL,
  address TEXT NOT NULL,
  contact BIGINT NOT NULL,
  PRIMARY KEY (inbox, address)
);

CREATE TABLE conversation (  -- owner: conversation
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  inbox BIGINT NOT NULL,
  contact BIGINT NOT NULL,
  contact_name TEXT NOT NULL,
  address TEXT NOT NULL,
  stage BIGINT NOT NULL,
  assignee BIGINT NOT NULL,
  assignee_name TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  last_author_kind BIGINT NOT NULL,
  last_text TEXT NOT NULL,
  waiting_since BIGINT NOT NULL,
  customer_last_seq BIGINT NOT NULL,
  customer_unread BIGINT NOT NULL,
  resolved_at BIGINT NOT NULL
);
CREATE INDEX conversation_by_contact ON conversation (contact, id);
CREATE INDEX conversation_open_by_activity ON conversation (last_at) WHERE stage <> 3;

CREATE TABLE message (  -- owner: conversation
  conversation BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  inbox BIGINT NOT NULL,
  author_kind BIGINT NOT NULL,
  author BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  client_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX message_in_order ON message (conversation, seq);
CREATE UNIQUE INDEX message_once ON message (author, client_id, inbox);

CREATE TABLE watermark (  -- owner: conversation
  conversation BIGINT NOT NULL,
  participant_kind BIGINT NOT NULL,
  participant BIGINT NOT NULL,
  delivered BIGINT NOT NULL,
  read BIGINT NOT NULL,
  PRIMARY KEY (conversation, participant_kind, participant)
);
