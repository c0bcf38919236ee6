-- The bot: whether an inbox has one, what its messages carry besides their words (src/event/aids.hpp says how it is written; empty: nothing),
-- and what it remembers of each of its dialogues.

ALTER TABLE inbox ADD COLUMN bot BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN aids TEXT NOT NULL DEFAULT '';

-- `revision` is the conversation's when it was written: an end that came later takes the row away. `memory` is src/bot/memory.hpp's.
CREATE TABLE bot_dialogue (  -- owner: bot
  conversation BIGINT PRIMARY KEY,
  revision BIGINT NOT NULL,
  memory TEXT NOT NULL
);
