-- How much there is to do, by the hour. A fold over facts: deleting the rows and the cursor rebuilds the same numbers.

CREATE TABLE volume_hour (  -- owner: insight
-- sqlite:   hour INTEGER PRIMARY KEY,
-- postgres:   hour BIGINT PRIMARY KEY,
  opened BIGINT NOT NULL,
  visitor_messages BIGINT NOT NULL,
  agent_messages BIGINT NOT NULL,
  resolved BIGINT NOT NULL
);
