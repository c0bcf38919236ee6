-- How people come in, what keeps the server's secrets, and who did what.

-- One person's password: argon2id with its parameters and salt inside; empty: none. The row is also what a sign-in and the end of all of
-- somebody's sessions take turns on.
CREATE TABLE password (  -- owner: credential
-- sqlite:   person INTEGER PRIMARY KEY,
-- postgres:   person BIGINT PRIMARY KEY,
  stored TEXT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- A row is a session that lasts; ending it deletes it. `digest` is of the token, which only its holder has.
CREATE TABLE session (  -- owner: credential
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  person BIGINT NOT NULL,
  digest TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  user_agent TEXT NOT NULL
);
CREATE UNIQUE INDEX session_by_digest ON session (digest);
CREATE INDEX session_by_person ON session (person);

-- Tokens for programs: a person's (kind 1), or a service's own (kind 2, person 0). Zero times: never.
CREATE TABLE token (  -- owner: credential
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  kind BIGINT NOT NULL,
  person BIGINT NOT NULL,
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  digest TEXT NOT NULL,
  made_by BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  revoked_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX token_by_digest ON token (digest);
CREATE INDEX token_by_person ON token (kind, person);

-- How often somebody has tried, by a keyed digest of what he tried: nobody reads from it who has an account.
CREATE TABLE guess (  -- owner: credential
  account TEXT PRIMARY KEY,
  tries BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  untold BIGINT NOT NULL,
  told_at BIGINT NOT NULL
);
CREATE INDEX guess_by_age ON guess (last_at);

-- Digests of the codes that starts have printed while nobody administers; gone once somebody does.
CREATE TABLE first_code (  -- owner: credential
  digest TEXT PRIMARY KEY,
  made_at BIGINT NOT NULL
);

-- Keys that all processes of the installation share: "clear:" or "sealed:" and base64.
CREATE TABLE server_secret (  -- owner: credential
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- Who did what. Each row holds the hash of the one before; `hash` covers the digest of the details, not the details, so that they and
-- their salt can be erased.
CREATE TABLE audit_head (  -- owner: platform/audit
  one BIGINT PRIMARY KEY,
  n BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (one, n, hash) VALUES (1, 0, '');

CREATE TABLE audit_entry (  -- owner: platform/audit
-- sqlite:   n INTEGER PRIMARY KEY,
-- postgres:   n BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor BIGINT NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject BIGINT NOT NULL,
  digest TEXT NOT NULL,
  details TEXT,
  salt TEXT,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
