-- The life of a conversation: who shares in it, what colleagues note, what was said before it was edited. Agents' ids are those of people.

ALTER TABLE conversation ADD COLUMN team BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN priority BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN snoozed_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN inner_revision BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN follows BIGINT NOT NULL DEFAULT 0;
-- How many rows of `participant` it has: most have none, and are spared the look.
ALTER TABLE conversation ADD COLUMN invited BIGINT NOT NULL DEFAULT 0;
-- 0: never edited. `revision` is that of the newest edit.
ALTER TABLE message ADD COLUMN edited_at BIGINT NOT NULL DEFAULT 0;

-- Beside the one of open conversations: lists of ended ones. It is written when a conversation ends or begins again, not by each message.
CREATE INDEX conversation_resolved_by_activity ON conversation (last_at) WHERE stage = 3;

-- Those who were invited; the owner is not among them.
CREATE TABLE participant (  -- owner: conversation
  conversation BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  agent_name TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (conversation, agent)
);
CREATE INDEX participant_by_agent ON participant (agent, conversation);

CREATE TABLE conversation_label (  -- owner: conversation
  conversation BIGINT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (conversation, label)
);
CREATE INDEX conversation_label_by_label ON conversation_label (label, conversation);

CREATE TABLE note (  -- owner: conversation
  conversation BIGINT NOT NULL,
  irev BIGINT NOT NULL,
  after_seq BIGINT NOT NULL,
  author BIGINT NOT NULL,
  author_name TEXT NOT NULL,
  client_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (conversation, irev)
);
CREATE UNIQUE INDEX note_once ON note (author, client_id);

CREATE TABLE mention (  -- owner: conversation
  conversation BIGINT NOT NULL,
  irev BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  agent_name TEXT NOT NULL,
  PRIMARY KEY (conversation, irev, agent)
);
CREATE INDEX mention_by_agent ON mention (agent, conversation, irev);

-- What a message said until the edit that has this revision.
CREATE TABLE message_edit (  -- owner: conversation
  conversation BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  editor BIGINT NOT NULL,
  editor_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (conversation, seq, revision)
);

-- One person's own: nobody else reads them, and no fact tells them.
CREATE TABLE draft (  -- owner: conversation
  agent BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  at BIGINT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (agent, conversation)
);
CREATE TABLE unread_mark (  -- owner: conversation
  agent BIGINT NOT NULL,
  conversation BIGINT NOT NULL,
  unread_from BIGINT NOT NULL,
  PRIMARY KEY (agent, conversation)
);

-- `scope`: 1 everybody, 2 a team, 3 one person; `owner`: 0, the team, the person.
CREATE TABLE quick_reply (  -- owner: conversation
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  shortcut TEXT NOT NULL,
  language TEXT NOT NULL,
  scope BIGINT NOT NULL,
  owner BIGINT NOT NULL,
  body TEXT NOT NULL
);
CREATE UNIQUE INDEX quick_reply_once ON quick_reply (shortcut, language, scope, owner);
