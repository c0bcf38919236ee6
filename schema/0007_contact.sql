-- What is known of a contact beyond his addresses: what he is known by, his profile, and which contacts are one person.

-- `name_key` is the name as it is searched for (src/contact/rules.hpp), `revision` counts the facts about the contact.
ALTER TABLE contact ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
ALTER TABLE contact ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
UPDATE contact SET name_key = lower(name);
-- sqlite: CREATE INDEX contact_by_name ON contact (name_key, id);
-- postgres: CREATE INDEX contact_by_name ON contact (name_key COLLATE "C", id);
CREATE INDEX identity_by_contact ON identity (contact);

-- Verified: proved to us, so it is one contact's. Typed: somebody said so; it finds him for our own people and opens nothing.
-- What is verified stands in `identity` too, under inbox 0: there it is locked, and leads to its contact.
CREATE TABLE contact_identity (  -- owner: contact
  contact BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  value TEXT NOT NULL,
  verified BIGINT NOT NULL,
  source BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (contact, kind, value)
);
CREATE UNIQUE INDEX contact_identity_verified ON contact_identity (kind, value) WHERE verified = 1;
CREATE INDEX contact_identity_by_value ON contact_identity (kind, value, contact);

CREATE TABLE contact_field (  -- owner: contact
  contact BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  source BIGINT NOT NULL,
  by_person BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (contact, name)
);

-- A contact that is another's alias. `parent` is whom it was merged with, `main` where that leads to in the end. A row that was undone stays:
-- what somebody has taken apart is not put together again by itself.
CREATE TABLE contact_alias (  -- owner: contact
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  alias BIGINT NOT NULL,
  parent BIGINT NOT NULL,
  main BIGINT NOT NULL,
  kind BIGINT NOT NULL,
  by_person BIGINT NOT NULL,
  at BIGINT NOT NULL,
  undone_at BIGINT NOT NULL,
  undone_by BIGINT NOT NULL
);
CREATE UNIQUE INDEX contact_alias_once ON contact_alias (alias) WHERE undone_at = 0;
CREATE INDEX contact_alias_by_main ON contact_alias (main) WHERE undone_at = 0;
CREATE INDEX contact_alias_undone ON contact_alias (alias) WHERE undone_at > 0;

-- Whose messages are refused. Few, so that looking somebody up costs every message next to nothing.
CREATE TABLE contact_block (  -- owner: contact
-- sqlite:   contact INTEGER PRIMARY KEY,
-- postgres:   contact BIGINT PRIMARY KEY,
  by_person BIGINT NOT NULL,
  at BIGINT NOT NULL
);
