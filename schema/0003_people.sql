-- People, teams and inboxes: rows that change seldom. Whoever changes one holds the row of access_head and raises it, so all such changes
-- take turns, and a picture of everything (src/access/directory.hpp) is exact when it has the head's generation.

CREATE TABLE access_head (  -- owner: identity
  one BIGINT PRIMARY KEY,
  generation BIGINT NOT NULL
);

CREATE TABLE person (  -- owner: identity
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role BIGINT NOT NULL,
  active BIGINT NOT NULL,
  demo BIGINT NOT NULL,
  capacity BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX person_by_email ON person (email) WHERE email <> '';
