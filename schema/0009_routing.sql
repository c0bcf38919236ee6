-- Who is asked to take a conversation that waits. The row of an offer is guarded by the lock of its conversation, and made under the lock
-- of its agent's state too, so that what is offered to somebody never exceeds his room.

CREATE TABLE offer (  -- owner: routing
-- sqlite:   conversation INTEGER PRIMARY KEY,
-- postgres:   conversation BIGINT PRIMARY KEY,
  agent BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL
);
CREATE INDEX offer_by_agent ON offer (agent);

-- Who declined it or let it run out: not asked again before the round is over.
CREATE TABLE offer_passed (  -- owner: routing
  conversation BIGINT NOT NULL,
  agent BIGINT NOT NULL,
  PRIMARY KEY (conversation, agent)
);

-- When somebody was last asked: whoever has waited longest is next.
CREATE TABLE agent_given (  -- owner: routing
-- sqlite:   agent INTEGER PRIMARY KEY,
-- postgres:   agent BIGINT PRIMARY KEY,
  last_given_at BIGINT NOT NULL
);

-- What routing asks of conversations: those that wait, and those that somebody has.
CREATE INDEX conversation_that_waits ON conversation (inbox) WHERE stage = 1;
CREATE INDEX conversation_by_holder ON conversation (assignee) WHERE stage <> 3;
