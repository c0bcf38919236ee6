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

CREATE TABLE team (  -- owner: team
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  expert BIGINT NOT NULL
);
CREATE UNIQUE INDEX team_by_name ON team (name);

CREATE TABLE team_member (  -- owner: team
  team BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  PRIMARY KEY (team, agent)
);

CREATE TABLE skill (  -- owner: team
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX skill_by_name ON skill (name);

CREATE TABLE agent_skill (  -- owner: team
  agent BIGINT NOT NULL,
  skill BIGINT NOT NULL,
  level BIGINT NOT NULL,
  PRIMARY KEY (agent, skill)
);

CREATE TABLE state_reason (  -- owner: team
  place BIGINT PRIMARY KEY,
  text TEXT NOT NULL
);

-- Changes often, so it is locked by the agent and not by the head. Nobody there: offline since ever.
CREATE TABLE agent_state (  -- owner: team
-- sqlite:   agent INTEGER PRIMARY KEY,
-- postgres:   agent BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL,
  state BIGINT NOT NULL,
  reason TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL
);

CREATE TABLE inbox (  -- owner: inbox
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  kind BIGINT NOT NULL,
  active BIGINT NOT NULL,
  reopen_days BIGINT NOT NULL,
  wrap_up BIGINT NOT NULL,
  offer BIGINT NOT NULL,
  identity_secret TEXT NOT NULL,
  identity_required BIGINT NOT NULL
);
CREATE UNIQUE INDEX inbox_by_name ON inbox (name);

CREATE TABLE inbox_person (  -- owner: inbox
  inbox BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  PRIMARY KEY (inbox, agent)
);

CREATE TABLE inbox_team (  -- owner: inbox
  inbox BIGINT NOT NULL,
  team BIGINT NOT NULL,
  PRIMARY KEY (inbox, team)
);
CREATE INDEX inbox_team_by_team ON inbox_team (team);
