-- What customers think of a conversation, and what the widget proposes to ask.

-- 1 to 5, as its visitor gave it; 0: not rated. Kept here too, so that lists and figures need no second table.
ALTER TABLE conversation ADD COLUMN rating BIGINT NOT NULL DEFAULT 0;

-- What goes with a rating. `given_at`: when the present one was begun; what is said within seven days of it replaces it.
CREATE TABLE rating (  -- owner: conversation
-- sqlite:   conversation INTEGER PRIMARY KEY,
-- postgres:   conversation BIGINT PRIMARY KEY,
  client_id TEXT NOT NULL,
  comment TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

-- `rated`: conversations that were rated; `rating_sum`: of their scores. One that takes the place of another adds the difference.
ALTER TABLE volume_hour ADD COLUMN rated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE volume_hour ADD COLUMN rating_sum BIGINT NOT NULL DEFAULT 0;

-- Questions that the widget offers before anybody has typed one, by language. `article` 0: it is only asked.
CREATE TABLE hot_question (  -- owner: knowledge
  language TEXT NOT NULL,
  position BIGINT NOT NULL,
  text TEXT NOT NULL,
  article BIGINT NOT NULL,
  PRIMARY KEY (language, position)
);
