-- What the company knows: categories, and articles in versions, each in several languages. Every change holds the head of people and places
-- (access_head), so all such changes take turns; what is live has a generation of its own.

CREATE TABLE knowledge_head (  -- owner: knowledge
  one BIGINT PRIMARY KEY,
  generation BIGINT NOT NULL
);
INSERT INTO knowledge_head (one, generation) VALUES (1, 0);

CREATE TABLE category (  -- owner: knowledge
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  slug TEXT NOT NULL,
  position BIGINT NOT NULL,
  archived BIGINT NOT NULL
);
CREATE UNIQUE INDEX category_by_slug ON category (slug);

CREATE TABLE category_text (  -- owner: knowledge
  category BIGINT NOT NULL,
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (category, language)
);

CREATE TABLE article (  -- owner: knowledge
-- sqlite:   id INTEGER PRIMARY KEY,
-- postgres:   id BIGINT PRIMARY KEY,
  slug TEXT NOT NULL,
  category BIGINT NOT NULL,
  audience BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX article_by_slug ON article (slug);
CREATE INDEX article_by_category ON article (category);

-- One language of an article. `live`: the version that is shown, 0 for none. `newest`: the highest version there is. `stale_since`: when
-- its pair changed in a way that this one has not followed; 0: it has.
CREATE TABLE article_text (  -- owner: knowledge
  article BIGINT NOT NULL,
  language TEXT NOT NULL,
  revision BIGINT NOT NULL,
  revised_by BIGINT NOT NULL,
  revised_at BIGINT NOT NULL,
  live BIGINT NOT NULL,
  newest BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  stale_since BIGINT NOT NULL,
  PRIMARY KEY (article, language)
);

CREATE TABLE article_draft (  -- owner: knowledge
  article BIGINT NOT NULL,
  language TEXT NOT NULL,
  based_on BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  asked_as TEXT NOT NULL,
  keywords TEXT NOT NULL,
  author BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (article, language)
);

CREATE TABLE article_version (  -- owner: knowledge
  article BIGINT NOT NULL,
  language TEXT NOT NULL,
  number BIGINT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  asked_as TEXT NOT NULL,
  keywords TEXT NOT NULL,
  author BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (article, language, number)
);
